from redis.asyncio import Redis

from lending.settings import get_settings

WEEK = 7 * 24 * 60 * 60


class ReminderLog:
    """Which reminders went out, so that a restart sends nothing twice."""

    def __init__(self, client: Redis) -> None:
        self.client: Redis = client

    async def is_new(self, loan_id: str) -> bool:
        return bool(await self.client.set(f"reminder:{loan_id}", "1", ex=WEEK, nx=True))


class LinkStore:
    """Download links of e-books that are out: `ebook:<isbn>:<member>` leads to the link."""

    def __init__(self, client: Redis) -> None:
        self.client: Redis = client

    async def keep(self, isbn: str, member_id: str, *, link: str, seconds: int) -> None:
        await self.client.set(f"ebook:{isbn}:{member_id}", link, ex=seconds)

    async def withdraw(self, isbn: str) -> int:
        """Takes back all links of a title whose licence has ended."""
        keys = await self.client.keys(f"ebook:{isbn}:*")
        return int(await self.client.delete(*keys)) if keys else 0

    async def readers(self, isbn: str) -> list[str]:
        found = self.client.scan_iter(match=f"ebook:{isbn}:*", count=500)
        return [key.decode().rpartition(":")[2] async for key in found]


def open_cache() -> Redis:
    return Redis.from_url(str(get_settings().redis_url))
