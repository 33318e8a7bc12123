"""Documents that are sent."""

from typing import Annotated

from fastapi import APIRouter, File, UploadFile

from api.dependencies import DoorDep
from trag.wire import Json, job_to_json

router = APIRouter(prefix="/documents", tags=["documents"])

ACCEPTED = 202


@router.post("", status_code=ACCEPTED)
def upload(files: Annotated[list[UploadFile], File()], door: DoorDep) -> Json:
    """Keep these files and take them in, in the background; the job says how far it is. Needs a key.

    A name stands for one document: sent again, it is a new version of it.
    """
    job = door.jobs.upload([(file.filename or "", file.file) for file in files])
    return {"job": job_to_json(job)}
