"""Letters to members, by way of the city's mail service."""

import logging

import requests

MAIL_SERVICE = "https://mail.city.example.org/v1/letters"

log = logging.getLogger(__name__)


def send_letter(to: str, subject: str, text: str) -> bool:
    """Hands a letter over; false if the mail service does not want it."""
    letter = {"to": to, "subject": subject, "text": text, "from": "desk@harbour-library.example.org"}
    answer = requests.post(MAIL_SERVICE, json=letter)
    if not answer.ok:
        log.warning("letter refused with %d", answer.status_code)
    return answer.ok


def reminder_text(title: str, due: str) -> str:
    return (
        f"Your loan of {title!r} ends on {due}.\n\n"
        "You can renew it at the desk, by telephone, or on our website, "
        "as long as nobody else waits for it.\n\n"
        "The Harbour Library\n"
    )
