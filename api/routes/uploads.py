"""Documents that are sent."""

from typing import Annotated

from fastapi import APIRouter, File, Header, Query, UploadFile

from api.dependencies import DoorDep
from api.describing import problems
from api.document_shapes import JobRead
from trag.audit import note
from trag.wire import Json, job_to_json

router = APIRouter(prefix="/documents", tags=["documents"])

ACCEPTED = 202
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[\x20-\x7e]*$",
        description="Text of your own, new with every upload: sent again within a day, it is done once.",
        examples=["8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ),
]

Groups = Annotated[
    str | None,
    Query(
        max_length=4096,
        pattern=r"^[a-z0-9._,-]*$",
        description="The groups that may read them, with commas; without it those of the rule or default.",
        examples=["finance,audit"],
    ),
]


@router.post(
    "",
    status_code=ACCEPTED,
    response_model=JobRead,
    summary="Send documents",
    responses=problems("document", "key_reused", "disk_full"),
)
def upload(
    files: Annotated[list[UploadFile], File(description="One or many.")],
    door: DoorDep,
    idempotency_key: IdempotencyKey = "",
    groups: Groups = None,
) -> Json:
    """Keep these files and take them in, in the background; the job says how far it is. Needs a key.

    A name stands for one document: sent again, it is a new version of it. The same files with the same
    Idempotency-Key within a day give the job they gave before; other files with it are refused.
    """
    sent = [(file.filename or "", file.file) for file in files]
    wanted = None if groups is None else [one for one in groups.split(",") if one]
    job = door.jobs.upload(sent, key=idempotency_key, groups=wanted)
    note(f"job {job.id}", *(file.filename or "" for file in files))
    return {"job": job_to_json(job)}
