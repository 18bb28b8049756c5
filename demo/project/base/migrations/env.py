from alembic import context
from sqlalchemy import create_engine

from lending.models import Base
from lending.settings import get_settings

with create_engine(str(get_settings().database_url)).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
