"""Four further shapes, with words for kinds and roles that no other test has: nothing was tuned on them."""

from tests.trag.tree.shapes import Level

UNTUNED: dict[str, tuple[Level, ...]] = {
    "hospital": (
        Level("hospital", ("Brackwater Infirmary",), "Medical Superintendent", ("Matron",)),
        Level("clinic", ("{} Clinic", "Clinic for {}"), "Chief Physician", ("Senior Registrar",), (3, 4)),
        Level("ward", ("Ward {#}", "{} Ward"), "Ward Sister", ("Nurse", "Ward Clerk")),
        Level("post", ("{@} Fellowship", "{@} Registrarship"), "Fellow", (), (0, 2)),
    ),
    "shipping": (
        Level("line", ("Corriedale Shipping Line",), "Managing Director", ("Company Secretary",)),
        Level("trade lane", ("{@} Trade", "Trade {@}"), "Trade Manager", ("Pricing Analyst",), (2, 4)),
        Level("agency", ("{@} Agency", "Agency {@}"), "Port Agent", ("Clerk",)),
        Level("vessel", ("MV {@}", "{@} Star"), "Master", ("Chief Engineer", "First Mate")),
    ),
    "city": (
        Level("city", ("City of Tarnholm",), "Mayor", ("City Clerk",)),
        Level("borough", ("{@} Borough", "Borough of {@}"), "Borough President", (), (3, 4)),
        Level("bureau", ("Bureau of {}", "{} Bureau"), "Bureau Commissioner", ("Deputy Commissioner",)),
        Level("desk", ("{} Desk", "Desk {#}"), "Desk Officer", ("Case Worker",)),
    ),
    "charity": (
        Level("charity", ("Lantern & Oak Trust",), "Chief Executive", ("Honorary Treasurer",)),
        Level("regional chapter", ("{@} Chapter", "Chapter {@}"), "Chapter Convener", ("Almoner",), (3, 4)),
        Level("circle", ("{} Circle", "Circle of {}"), "Circle Steward", ("Scribe",)),
        Level("project", ("Project {@}", "{} Project"), "Project Steward", ("Volunteer",)),
    ),
    "orchestra": (
        Level("society", ("Velden Philharmonic Society",), "General Director", ("Patron",)),
        Level("ensemble", ("{@} Ensemble", "Ensemble {@}"), "Principal Conductor", ("Librarian",), (2, 3)),
        Level("choir", ("{@} Choir",), "Choirmaster", ("Accompanist",)),
        Level("desk", ("Desk {#}",), "Desk Leader", ("Player",)),
    ),
}
