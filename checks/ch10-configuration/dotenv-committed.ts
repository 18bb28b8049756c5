import {
  at,
  change,
  definePullCheck,
  dotenvEntries,
  dotenvRoleOf,
  FILE_START,
  privacyOf,
  secretPlaceOf,
  shortName,
  text,
} from '../../src/sdk/check.ts';
import type { Draft, Plain, PullFile, Severity, Span, TextFile } from '../../src/sdk/check.ts';

/** A setting that looks private; its value stays in the file. */
interface Private {
  readonly name: string;
  readonly at: Span;
  readonly isStrong: boolean;
}

type Collected = Plain<readonly Private[]>;

const PASSWORD = ['Xk29', '!fqpa'].join('');

export default definePullCheck<Collected>({
  title: '`.env` file with private values',
  on: 'pull',
  bullet: 'Secrets',
  severity: 'error',
  preset: 'recommended',
  why: `An env file holds what must differ from place to place and must not be seen: it is the one file of a project that does not belong
    into the repository. What was pushed stays in its history, so the values have to be replaced, and not only deleted.`,
  whenNotTo: 'All of its values open only what runs on the same machine, and the file is meant to be shared.',
  blocks: true,
  secret: true,
  files: ['.env', '.env.*', '*.env'],
  examples: [
    {
      title: 'Commit the names, keep the values',
      bad: {
        '.env': text`
          # shop, production  # <-
          DEBUG=false
          DATABASE_URL=${'postgresql'}://shop:${PASSWORD}@db.shop.internal/orders
        `,
      },
      good: {
        '.env.example': text`
          # shop
          DEBUG=false
          DATABASE_URL=postgresql://user:password@host/database
        `,
        '.gitignore': '.env\n',
      },
    },
    {
      title: 'One more secret is one too many',
      bad: change(
        { 'config/prod.env': 'WORKERS=4\n' },
        { 'config/prod.env': `WORKERS=4\nSMTP_PASSWORD='${PASSWORD}' # mail  # <-\n` },
      ),
      good: change({ 'config/prod.env': 'WORKERS=4\n' }, { 'config/prod.env': 'WORKERS=4\nSMTP_PASSWORD=\n' }),
    },
    {
      title: 'A password that everybody would guess is one as well',
      bad: {
        '.env.local': text`
        ADMIN_PASSWORD=summer2024  # <-
      `,
      },
      good: {
        '.env.local': text`
        ADMIN_PASSWORD=
      `,
      },
    },
  ],
  quiet: [
    // Examples, and files that are made to be committed.
    at('.env.example', `API_KEY=${PASSWORD}\n`),
    at('.env.test', `API_KEY=${PASSWORD}\n`),
    at('.env.vault', `DOTENV_VAULT_KEY=${PASSWORD}\n`),
    at('.envrc', `export API_KEY=${PASSWORD}\n`),
    // Placeholders, references, public keys, encrypted values, and the services of one machine.
    at(
      '.env',
      text`
        # SECRET_KEY=${PASSWORD}
        PROJECT_NAME="Shop 2000"
        SECRET_KEY=changethis
        FIRST_SUPERUSER_PASSWORD="changethis"
        API_TOKEN=<your-token>
        SESSION_SECRET=\${SESSION_SECRET:?set it}
        JWT_SECRET="encrypted:BDqDBibm4wsYqMpCjTQ6BsDHmMadg9K3dAt+Z9HPMfLEIRVz50hmLXPXRuDBXaJi"
        VITE_MAPS_API_KEY=${PASSWORD}
        POSTGRES_PASSWORD=postgres
        DATABASE_URL=postgresql://shop:${PASSWORD}@localhost:5432/shop
        ACCESS_TOKEN_EXPIRE_MINUTES=11520
        PASSWORD_FILE=/run/secrets/db
        SENTRY_DSN=
      `,
    ),
    // It was there before.
    change({ '.env': `A=1\nDB_PASSWORD=${PASSWORD}\n` }, { '.env': `A=2\nDB_PASSWORD=${PASSWORD}\n` }),
    change({ '.env': `DB_PASSWORD=${PASSWORD}\n` }, {}),
  ],
  collect: { text: (file) => privateEntries(file) },
  *run({ files }) {
    for (const file of files) {
      const draft = file.status === 'context' ? undefined : judge(file);
      if (draft) yield { path: file.path, ...draft };
    }
  },
});

function privateEntries({ path, lines }: TextFile): readonly Private[] {
  if (dotenvRoleOf(path) === 'pattern') return [];
  return dotenvEntries(lines).flatMap((entry): readonly Private[] => {
    const privacy = privacyOf(entry);
    return privacy === 'none' ? [] : [{ name: entry.name, at: entry.at, isStrong: privacy === 'strong' }];
  });
}

function judge(file: PullFile<Collected>): Draft | undefined {
  if (!file.fact || file.fact.length === 0) return undefined;
  const old = new Set((file.before ?? '').split(/\r\n|\n|\r/).map((line) => line.trim()));
  const lines = (file.text ?? '').split(/\r\n|\n|\r/);
  const fresh = file.fact.filter(({ at: { line } }) => !old.has((lines[line - 1] ?? '').trim()));
  const [first] = fresh;
  const isStrong = fresh.some((entry) => entry.isStrong);
  const isTrial = secretPlaceOf(file) === 'trial';
  if (!first || (isTrial && !isStrong)) return undefined;
  const severity: Severity = isTrial ? 'notice' : isStrong && dotenvRoleOf(file.path) === 'live' ? 'error' : 'warning';
  const names =
    fresh.length === 1 ? `\`${shortName(first.name)}\`` : `\`${shortName(first.name)}\` and ${fresh.length - 1} more`;
  const message = `Private values are committed here (${names}): replace them where they are valid, then untrack this file.`;
  return { at: file.before === undefined ? FILE_START : first.at, key: 'private values', message, severity };
}
