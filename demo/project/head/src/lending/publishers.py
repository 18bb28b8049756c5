"""The publishers' licence server: what we may lend, and a link for each copy."""

import logging
import time
from functools import lru_cache

import requests

from lending.settings import get_settings

CITY_AUTHORITY = "/etc/ssl/certs/city-ca.pem"

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def server() -> str:
    return str(get_settings().publisher_url)


class Publisher:
    """A session with the licence server; its ticket lasts for some minutes."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.ticket = ""
        self.ticket_ends = 0.0

    def headers(self) -> dict[str, str]:
        if self.ticket_ends - time.time() < 30:
            self.renew_ticket()
        return {"Authorization": f"Bearer {self.ticket}"}

    def renew_ticket(self) -> None:
        header = get_settings().publisher_key_header
        answer = requests.post(
            server() + "tickets", headers={header: self.key}, timeout=(3, 10), verify=CITY_AUTHORITY
        )
        answer.raise_for_status()
        body = answer.json()
        self.ticket, self.ticket_ends = body["ticket"], float(body["ends"])

    @lru_cache(maxsize=512)
    def terms(self, isbn: str) -> dict[str, int]:
        """Days and readers that the publisher allows for a title."""
        answer = requests.get(f"{server()}titles/{isbn}", headers=self.headers(), timeout=10)
        answer.raise_for_status()
        return dict(answer.json()["terms"])

    def link(self, isbn: str, reader: str) -> str:
        """A link to a copy that closes itself when the loan ends."""
        order = {"isbn": isbn, "reader": reader}
        answer = requests.post(server() + "copies", json=order, headers=self.headers())
        answer.raise_for_status()
        return str(answer.json()["link"])

    def give_back(self, isbn: str, reader: str) -> None:
        try:
            requests.delete(f"{server()}copies/{isbn}/{reader}", headers=self.headers(), timeout=10)
        except:
            log.error("%s stays on the account of %s", isbn, reader)
            raise
