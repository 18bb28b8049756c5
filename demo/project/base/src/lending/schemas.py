from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class LoanRequest(BaseModel):
    isbn: str = Field(pattern=r"^97[89]\d{10}$")
    member_id: UUID


class LoanAnswer(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    isbn: str
    due: date
