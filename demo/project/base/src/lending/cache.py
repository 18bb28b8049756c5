from redis.asyncio import Redis

from lending.settings import get_settings

WEEK = 7 * 24 * 60 * 60


class ReminderLog:
    """Which reminders went out, so that a restart sends nothing twice."""

    def __init__(self, client: Redis) -> None:
        self.client: Redis = client

    async def is_new(self, loan_id: str) -> bool:
        return bool(await self.client.set(f"reminder:{loan_id}", "1", ex=WEEK, nx=True))


def open_cache() -> Redis:
    return Redis.from_url(str(get_settings().redis_url))
