from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator


class LoanRequest(BaseModel):
    isbn: str = Field(pattern=r"^97[89]\d{10}$")
    member_id: UUID


class LoanAnswer(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    isbn: str
    due: date


class EbookRequest(BaseModel):
    isbn: str = Field(pattern=r"^97[89]\d{10}$")
    member_id: UUID
    device: str
    days: int = 14

    @field_validator("device")
    @classmethod
    def known_device(cls, device: str) -> str:
        if device.lower() not in {"epub", "pdf", "web"}:
            raise ValueError("We have e-books for epub, pdf and web readers.")

    @field_validator("days")
    @classmethod
    def short_enough(cls, days: int) -> int:
        if 1 <= days <= 21:
            return days
        raise ValueError("An e-book is lent for one to 21 days.")


class EbookAnswer(BaseModel):
    isbn: str
    until: date
    link: str
