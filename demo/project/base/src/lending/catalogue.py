"""What the union catalogue knows about a book."""

import httpx

CATALOGUE = "https://catalogue.example.org/api"


def title_of(isbn: str) -> str | None:
    answer = httpx.get(f"{CATALOGUE}/books/{isbn}")
    if answer.status_code == 404:
        return None
    answer.raise_for_status()
    return str(answer.json()["title"])
