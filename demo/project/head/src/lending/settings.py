from functools import lru_cache

from pydantic import HttpUrl, PostgresDsn, RedisDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment once, when the first request or job asks for it."""

    model_config = SettingsConfigDict(env_prefix="LENDING_")

    database_url: PostgresDsn
    redis_url: RedisDsn = RedisDsn("redis://localhost:6379/0")
    session_secret: SecretStr
    loan_days: int = 28
    most_loans: int = 8

    publisher_url: HttpUrl = HttpUrl("https://licences.example.org/v2/")
    publisher_key: SecretStr
    publisher_key_header: str = "X-Licence-Key"
    download_secret: str = "harbour-downloads-2026"


@lru_cache
def get_settings() -> Settings:
    return Settings()
