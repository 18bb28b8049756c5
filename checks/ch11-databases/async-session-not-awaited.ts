import {
  argument,
  awaited,
  bareStatement,
  defineCheck,
  each,
  inAsyncFunction,
  isUsedAsResult,
  knownTypes,
  py,
  spanOf,
  unwrapped,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const SESSIONS: ReadonlySet<string> = new Set([
  'sqlalchemy.ext.asyncio.AsyncSession',
  'sqlalchemy.ext.asyncio.session.AsyncSession',
  'sqlmodel.ext.asyncio.session.AsyncSession',
  'sqlalchemy.ext.asyncio.async_sessionmaker()',
  'sqlalchemy.ext.asyncio.session.async_sessionmaker()',
]);
const COROUTINES = [
  'execute',
  'exec',
  'commit',
  'rollback',
  'flush',
  'refresh',
  'scalar',
  'scalars',
  'get',
  'get_one',
  'delete',
  'merge',
  'close',
  'stream',
  'stream_scalars',
  'connection',
  'run_sync',
];

export default defineCheck({
  title: '`AsyncSession` called without `await`, or an engine of the wrong kind',
  on: 'python',
  bullet: 'Async',
  severity: 'error',
  preset: 'recommended',
  why: `Nearly all methods of an \`AsyncSession\` are coroutines: without \`await\` nothing is sent to the database, and a commit that never
    happened looks like one that did. An engine and its driver must be of the same kind, or the first connection fails.`,
  whenNotTo: 'The coroutine is kept and awaited later, in a way that is not seen here.',
  fixes: true,
  examples: [
    {
      title: 'Await what goes to the database',
      bad: py`
        from sqlalchemy import select
        from sqlalchemy.ext.asyncio import AsyncSession

        async def discharge(session: AsyncSession, number: int) -> None:
            patients = session.scalars(select(Patient))  # <-
            for patient in patients:
                patient.ward = None
            visit = session.execute(select(Visit).where(Visit.id == number)).scalar_one()  # <-
            visit.closed = True
            session.commit()  # <-
      `,
      good: py`
        from sqlalchemy import select
        from sqlalchemy.ext.asyncio import AsyncSession

        async def discharge(session: AsyncSession, number: int) -> None:
            patients = await session.scalars(select(Patient))
            for patient in patients:
                patient.ward = None
            visit = (await session.execute(select(Visit).where(Visit.id == number))).scalar_one()
            visit.closed = True
            await session.commit()
      `,
    },
    {
      title: 'A dependency, and a session of one’s own',
      bad: py`
        from typing import Annotated
        import app.db
        from fastapi import Depends
        from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

        engine = create_async_engine("postgresql+psycopg2://db/shop")  # <-
        Session = async_sessionmaker(engine)
        SessionDep = Annotated[AsyncSession, Depends(open_session)]

        async def cancel(session: SessionDep, order: Order):
            order.state = "cancelled"
            session.commit()  # <-

        async def sweep():
            async with Session() as session:
                session.add(Sweep())
                session.flush()  # <-
            async with app.db.AsyncSessionLocal() as session:
                session.rollback()  # <-
      `,
      good: py`
        from typing import Annotated
        import app.db
        from fastapi import Depends
        from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

        engine = create_async_engine("postgresql+asyncpg://db/shop")
        Session = async_sessionmaker(engine)
        SessionDep = Annotated[AsyncSession, Depends(open_session)]

        async def cancel(session: SessionDep, order: Order):
            order.state = "cancelled"
            await session.commit()

        async def sweep():
            async with Session() as session:
                session.add(Sweep())
                await session.flush()
            async with app.db.AsyncSessionLocal() as session:
                await session.rollback()
      `,
    },
    {
      title: 'The plain engine wants a plain driver',
      bad: py`
        from sqlalchemy import create_engine

        def open_archive(host):
            return create_engine(f"mysql+aiomysql://{host}/archive")  # <-
      `,
      good: py`
        from sqlalchemy import create_engine

        def open_archive(host):
            return create_engine(f"mysql+pymysql://{host}/archive")
      `,
    },
  ],
  quiet: [
    // These are not coroutines, or somebody awaits them.
    py`
      import asyncio
      from sqlalchemy.ext.asyncio import AsyncSession

      async def save(session: AsyncSession, other: "AsyncSession | None", items):
          session.add_all(items)
          session.expunge(items[0])
          await (session.commit())
          async with session.begin():
              pass
          await asyncio.gather(session.flush(), other.flush())
          task = asyncio.create_task(session.commit())
          wait = session.refresh(items[0])
          await wait
          jobs = [session.refresh(item) for item in items]
          await asyncio.gather(*jobs)
          later = session.execute("select 1")
          jobs.append(later)
          return session.commit()
    `,
    // Another kind of session.
    py`
      import aiohttp
      from sqlalchemy.orm import Session, sessionmaker
      from sqlalchemy.ext.asyncio import AsyncSession

      async def mixed(session: Session, anything, url):
          session.commit()
          anything.commit()
          async with aiohttp.ClientSession() as http:
              async with http.get(url) as reply:
                  http.close()
                  return reply

      async def shadowed(session: AsyncSession):
          def work(session):
              session.commit()
          await session.run_sync(work)
          await session.run_sync(lambda session: session.flush())

      def plain(session: AsyncSession):
          return session.commit()

      async def rebound(session: AsyncSession):
          session = session.sync_session
          session.commit()
    `,
    py`
      import os
      from sqlalchemy import create_engine
      from sqlalchemy.ext.asyncio import create_async_engine

      one = create_engine("postgresql+psycopg://db/shop")
      two = create_async_engine("postgresql+psycopg://db/shop")
      three = create_async_engine(os.environ["DATABASE_URL"])
      four = create_async_engine("sqlite+aiosqlite:///shop.db")
      five = create_engine("sqlite://")
      six = create_async_engine(f"{os.environ['DRIVER']}://db/shop")
      seven = create_async_engine("cockroachdb+asyncpg://db/shop")
      eight = create_async_engine("postgresql://db/shop")
    `,
  ],
  mentions: ['sqlalchemy', 'sqlmodel', 'AsyncSession', 'AsyncConnection', 'create_engine', 'create_async_engine'],
  calls: {
    ...each(
      COROUTINES.map((name) => `.${name}`),
      findUnawaited,
    ),
    ...each(
      ['sqlalchemy.create_engine', 'sqlalchemy.engine.create_engine', 'sqlmodel.create_engine'],
      function* (call: PyNode) {
        const driver = driverOf(call);
        if (driver !== undefined && ASYNC_DRIVERS.test(driver))
          yield {
            at: spanOf(call),
            message: `\`${driver}\` needs \`create_async_engine\`: this engine fails at its first connection.`,
          };
      },
    ),
    ...each(
      ['sqlalchemy.ext.asyncio.create_async_engine', 'sqlalchemy.ext.asyncio.engine.create_async_engine'],
      function* (call: PyNode) {
        const driver = driverOf(call);
        if (driver !== undefined && SYNC_DRIVERS.test(driver))
          yield {
            at: spanOf(call),
            message: `\`${driver}\` is no async driver, so this call raises; name one, as in \`postgresql+asyncpg\`.`,
          };
      },
    ),
  },
});

const ASYNC_DRIVERS = /\+(asyncpg|aiosqlite|aiomysql|asyncmy|aioodbc|oracledb_async|psycopg_async)$/;
/**
 * Plain drivers, by name or by default. `postgresql` alone is psycopg2 up to SQLAlchemy 2.0, and from 2.1 on psycopg, which can do both.
 */
const SYNC_DRIVERS =
  /^(mysql|mariadb|sqlite|mssql)$|\+(psycopg2|psycopg2cffi|pg8000|pymysql|mysqldb|mysqlconnector|pysqlite|pymssql|pyodbc|cx_oracle)$/;

/** `postgresql+asyncpg` of an address that is written in the call, whole or up to its first field. */
function driverOf(call: PyNode): string | undefined {
  const url = unwrapped(argument(call, 'url', 0));
  const text = url?.type === 'string' || url?.type === 'concatenated_string' ? url.text : '';
  return /^[rfRF]*["']+([a-z]\w*(?:\+\w+)?):\/\//.exec(text)?.[1]?.toLowerCase();
}

function* findUnawaited(call: PyNode, file: PythonFile): Generator<Draft> {
  const callee = call.childForFieldName('function');
  const session = callee?.childForFieldName('object') ?? null;
  const method = callee?.childForFieldName('attribute')?.text ?? '';
  if (!inAsyncFunction(call) || awaited(call) || !isAsyncSession(session, method, file)) return;
  const used = isUsedAsResult(call);
  if (!used && !bareStatement(call)) return;
  const text = `await ${call.text}`;
  const needsParentheses = /^(attribute|subscript|call)$/.test(call.parent?.type ?? '');
  yield {
    at: spanOf(call),
    message: `\`${short(callee?.text)}()\` is a coroutine: without \`await\` nothing reaches the database.`,
    fix: {
      title: 'Await it',
      edits: [{ span: spanOf(call), text: needsParentheses ? `(${text})` : text }],
      safe: true,
    },
  };
}

function short(name: string | undefined): string {
  return name === undefined || name.length > 40 || name.includes('\n') ? '…' : name;
}

function isAsyncSession(session: PyNode | null, method: string, file: PythonFile): boolean {
  const types = knownTypes(session, file) ?? [];
  return (
    types.length > 0 &&
    types.every((type) => SESSIONS.has(type) || (SESSION_MAKERS.test(type) && ONLY_SESSIONS.test(method)))
  );
}

/** Makers of sessions that another module has, by the names that they go by; other clients share some methods with a session. */
const SESSION_MAKERS = /\.(async_?session|asyncsession)_?(maker|factory|local)?$/i;
const ONLY_SESSIONS = /^(execute|commit|rollback|flush|refresh|scalars?|merge)$/;
