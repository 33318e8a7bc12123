"""Sample organisations of different shapes, as the files people would write."""

MINISTRY = """
name: Ministry of Water
root:
  id: ministry
  name: Ministry of Water
  kind: ministry
  aliases: [MoW]
  people:
  - {name: Amina Diallo, role: Minister}
  children:
  - id: cabinet
    name: Minister's Cabinet
    kind: cabinet
  - id: d-rivers
    name: Directorate for Rivers & Lakes
    kind: directorate
    people:
    - {name: Jonas Ørsted, role: Director, email: jonas.orsted@water.example}
    - {name: Mary O'Brien, role: Deputy Director}
    children:
    - id: s-floods
      name: Flood Protection Section
      kind: section
      people: [{name: Lucía Fernández, role: Head of Section}]
    - id: s-audit-rivers
      name: Audit
      kind: section
    - id: s-licences
      name: Section for Licences
      kind: section
  - id: d-finance
    name: Directorate for Finance
    kind: directorate
    people: [{name: Tom Young, role: Director}]
    children:
    - id: s-audit-finance
      name: Audit
      kind: section
      people: [{name: Mary O'Brien, role: Head of Section}]
    - id: s-budget
      name: Budget Planning and Reporting Section
      kind: section
    - id: p-treasurer
      name: Treasurer
      kind: post
      people: [{name: Wei Zhang, role: Treasurer}]
  - id: d-it
    name: Directorate for Digital Services
    kind: directorate
    aliases: IT
"""

UNIVERSITY = """
name: Northfield University
root:
  id: uni
  name: Northfield University
  kind: university
  children:
  - id: f-science
    name: Faculty of Science
    kind: faculty
    people: [{name: Prof. Helen Ngugi, role: Dean}]
    children:
    - {id: physics, name: Department of Physics, kind: department}
    - id: chemistry
      name: Department of Chemistry
      kind: department
      people: [{name: "李 雷", role: Head}]
    - {id: maths, name: Department of Mathematics, kind: department, aliases: [Maths]}
  - id: f-arts
    name: Faculty of Arts
    kind: faculty
    children:
    - {id: history, name: Department of History, kind: department}
    - {id: music, name: Department of Music, kind: department}
  - id: library
    name: University Library
    kind: service
    children:
    - {id: kestrel, name: kestrel-catalogue, kind: service}
    - {id: news, name: news, kind: service}
"""

TEAMS = """
id,name,kind,parent,aliases,people
acme,Acme Robotics,company,,,
tribe-a,Motion Tribe,tribe,acme,,Ana Silva (Tribe Lead)
sq-grip,Squad Grip,squad,tribe-a,,Bo Lind (Lead); Ana Silva (Sponsor)
sq-arm,Squad Arm,squad,tribe-a,,Kim Lee (Lead)
sq-kinematik,Squad Kinematik,squad,tribe-a,KIN,
tribe-b,Sensing Tribe,tribe,acme,,
sq-lidar,Squad Lidar,squad,tribe-b,,Kim Lee (Lead)
""".lstrip()

SHAPES = {"ministry.yaml": MINISTRY, "university.yaml": UNIVERSITY, "teams.csv": TEAMS}
