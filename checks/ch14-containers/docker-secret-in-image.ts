import {
  at,
  defineCheck,
  dockerfile,
  isDevelopmentFile,
  isSecretFile,
  lineageOf,
  secretKindOf,
  shellCommandsOf,
  shippedStages,
  shortName,
  strengthOf,
  variablesIn,
  variablesOf,
} from '../../src/sdk/check.ts';
import type { DockerFile, DockerInstruction, DockerStage, Draft, Severity } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Secret in an image',
  on: 'dockerfile',
  bullet: 'Config',
  severity: 'error',
  preset: 'recommended',
  why: `Whoever can pull an image can read all of it: \`docker history\` prints every \`ENV\` and \`ARG\`, and a file that a later layer
    deletes is still in the one before. A secret mount (\`RUN --mount=type=secret\`) leaves nothing behind; what the program needs
    at run time comes from the environment that it is started in.`,
  whenNotTo:
    'The value opens nothing outside of the image, such as the password of a database that only exists in a test.',
  secret: true,
  examples: [
    {
      title: 'Passwords come from where the image is run',
      bad: dockerfile`
        FROM python:3.13-slim
        ENV PORT=8000 \\
            DB_PASSWORD=${'gr8'}${'-Lamp.pst'}  # <-
        COPY . /app
      `,
      good: dockerfile`
        FROM python:3.13-slim
        ENV PORT=8000 \\
            DB_PASSWORD_FILE=/run/secrets/db_password
        COPY . /app
      `,
    },
    {
      title: 'Mount a token for the one command that needs it',
      bad: dockerfile`
        FROM python:3.13-slim
        ARG INDEX_TOKEN  # <-
        RUN pip install --index-url "https://ci:\${INDEX_TOKEN}@pypi.shop.example/simple" shop-core
      `,
      good: dockerfile`
        FROM python:3.13-slim
        RUN --mount=type=secret,id=index_token \\
            pip install --index-url "https://ci:$(cat /run/secrets/index_token)@pypi.shop.example/simple" shop-core
      `,
    },
    {
      title: 'A build argument that ENV keeps',
      bad: dockerfile`
        FROM python:3.13-slim
        ARG PAYMENTS_API_KEY
        ENV PAYMENTS_API_KEY=$PAYMENTS_API_KEY  # <-
        CMD ["python", "-m", "shop"]
      `,
      good: dockerfile`
        FROM python:3.13-slim
        CMD ["python", "-m", "shop"]
      `,
    },
    {
      title: 'Files of credentials stay outside',
      bad: dockerfile`
        FROM python:3.13-slim
        COPY .env requirements.txt /app/  # <-
        COPY deploy/id_ed25519 /root/.ssh/  # <-
        RUN pip install -r /app/requirements.txt && rm /root/.ssh/id_ed25519
      `,
      good: dockerfile`
        FROM python:3.13-slim
        COPY requirements.txt /app/
        RUN --mount=type=ssh pip install -r /app/requirements.txt
      `,
    },
  ],
  quiet: [
    dockerfile`
      FROM python:3.13-slim
      ENV GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568
      ENV TOKENIZERS_PARALLELISM=false MAX_TOKENS=4096 SECRET_KEY="" API_KEY_HEADER=X-Shop-Key-2
      ENV POSTGRES_PASSWORD_FILE=/run/secrets/pg TOKEN_URL=https://auth.shop.example/token
      LABEL shop.secret-rotation=weekly7days
    `,
    // Placeholders for what a build wants to see.
    dockerfile`
      FROM python:3.13-slim
      ENV DJANGO_SECRET_KEY=dummy-for-collectstatic
      ARG API_TOKEN=changeme
      RUN SECRET_KEY=not-used-at-build python manage.py collectstatic --noinput
    `,
    dockerfile`
      FROM python:3.13-slim
      ENV API_KEY=\${API_KEY}
      RUN --mount=type=secret,id=token,env=GITHUB_TOKEN pip install -r requirements.txt
    `,
    dockerfile`
      FROM python:3.13-slim
      COPY .env.example config/ca.pem id_ed25519.pub /app/
      COPY --from=builder /app/.env /app/.env
    `,
    // The argument never reaches a layer of the image that ships.
    dockerfile`
      FROM python:3.13 AS fetch
      ARG MODEL_TOKEN
      COPY models.txt .

      FROM python:3.13-slim
      COPY --from=fetch /models.txt /
    `,
    at(
      'ci/Dockerfile',
      dockerfile`
        FROM postgres:17
        ENV POSTGRES_PASSWORD=shop2024
      `,
    ),
  ],
  *run(file) {
    const shipped = new Set(shippedStages(file).flatMap((stage) => lineageOf(file, stage)));
    for (const argument of file.globalArgs) yield* findLiterals(file, argument);
    for (const stage of file.stages) {
      for (const instruction of stage.instructions) {
        yield* findLiterals(file, instruction);
        yield* findFiles(file, instruction);
        yield* findArguments(file, stage, { instruction, ships: shipped.has(stage) });
      }
    }
  },
});

/** Development images hold what opens nothing elsewhere, mostly. */
function lowered(file: DockerFile, severity: Severity): Severity {
  return isDevelopmentFile(file.path) ? 'notice' : severity;
}

/** Values that are written out. */
function* findLiterals(file: DockerFile, instruction: DockerInstruction): Iterable<Draft> {
  for (const { name, value = '', at: place } of variablesOf(file, instruction)) {
    const kind = secretKindOf(name);
    const strength = kind === undefined ? 'none' : strengthOf(value);
    if (strength === 'none' || (strength === 'weak' && (kind !== 'password' || isDevelopmentFile(file.path)))) continue;
    const message = `The value of \`${shortName(name)}\` can be read by everybody who has the image; hand it in at run time, and change it.`;
    yield { at: place, message, key: name, severity: lowered(file, strength === 'weak' ? 'warning' : 'error') };
  }
  if (instruction.keyword !== 'RUN') return;
  for (const { name: program, args, assignments } of shellCommandsOf(instruction)) {
    for (const word of program === 'export' ? args : assignments) {
      const [name = '', value = ''] = word.split(/=(.*)/s);
      if (secretKindOf(name) === undefined || strengthOf(value) !== 'strong') continue;
      const message = `The value of \`${shortName(name)}\` stays in the history of the image; mount it as a secret, and change it.`;
      yield { at: instruction.span, message, key: name, severity: lowered(file, 'error') };
    }
  }
}

/** Files that are taken from the build context. */
function* findFiles(file: DockerFile, instruction: DockerInstruction): Iterable<Draft> {
  const { keyword, args, json, flags, span } = instruction;
  if ((keyword !== 'COPY' && keyword !== 'ADD') || flags.some(({ name }) => name === 'from')) return;
  const sources = (json ?? args.split(/\s+/)).slice(0, -1).filter(isSecretFile);
  if (sources.length === 0) return;
  const names = sources.map((source) => `\`${shortName(source)}\``).join(', ');
  yield {
    at: span,
    message: `This puts ${shortName(names, 70)} into the image for good; mount it as a secret instead.`,
    severity: lowered(file, 'error'),
  };
}

interface Place {
  readonly instruction: DockerInstruction;
  /** The stage is part of an image that ships. */
  readonly ships: boolean;
}

/** Build arguments that carry a secret into the history of the image, or into its environment. */
function* findArguments(file: DockerFile, stage: DockerStage, { instruction, ships }: Place): Iterable<Draft> {
  const earlier = lineageOf(file, stage).flatMap(({ instructions }) => instructions);
  for (const { name, value, at: place } of variablesOf(file, instruction)) {
    if (secretKindOf(name) === undefined) continue;
    if (
      instruction.keyword === 'ENV' &&
      value !== undefined &&
      variablesIn(value).some((variable) => isArgument(file, earlier, variable))
    ) {
      const message = `\`ENV\` keeps \`${shortName(name)}\` in the image, readable for everybody who has it; hand it in at run time.`;
      yield { at: place, message, key: name, severity: lowered(file, ships ? 'warning' : 'notice') };
    }
    if (instruction.keyword !== 'ARG' || (value !== undefined && value !== '')) continue;
    const after = stage.instructions.slice(stage.instructions.indexOf(instruction) + 1);
    const isUsed = after.some(({ keyword, args }) => keyword === 'RUN' && variablesIn(args).includes(name));
    const isKept = after.some((other) => other.keyword === 'ENV' && variablesIn(other.args).includes(name));
    if (!isUsed || isKept) continue;
    const message = `The history of the image keeps \`${shortName(name)}\`; use \`RUN --mount=type=secret\` instead of a build argument.`;
    yield { at: instruction.span, message, key: name, severity: lowered(file, ships ? 'warning' : 'notice') };
  }
}

function isArgument(file: DockerFile, instructions: readonly DockerInstruction[], variable: string): boolean {
  return instructions.some(
    (other) => other.keyword === 'ARG' && variablesOf(file, other).some(({ name }) => name === variable),
  );
}
