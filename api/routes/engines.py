"""The models behind the answers. Least role: admin.

The address is not /v1/models: that one belongs to OpenAI's API, whose only model is trag itself.
"""

from typing import Annotated

from fastapi import APIRouter, Path

from api.administration import AdministrationDep
from api.administration_shapes import EngineTried
from api.describing import problems
from trag.types.engines import EngineRole, Engines

router = APIRouter(prefix="/engines", tags=["administration"])
Role = Annotated[EngineRole, Path(description="What the model does.")]


@router.get("", summary="Show the models", responses=problems("forbidden", "not_found"))
def engines(desk: AdministrationDep) -> Engines:
    """The configured models with their files and state, and the model files and models that lie ready.

    Nothing is loaded for it.
    """
    return desk.engines.all()


@router.post("/{role}/check", summary="Try a model", responses=problems("forbidden", "not_found"))
def check(role: Role, desk: AdministrationDep) -> EngineTried:
    """Give a model a small task, loading it first if need be; `problem` says what it can't do."""
    return EngineTried(check=desk.engines.check(role))
