import {
  argument,
  at,
  comesFromOutside,
  defineCheck,
  each,
  enclosingFunction,
  hasSplat,
  literal,
  onlyValue,
  originOf,
  positionalArguments,
  py,
  quoted,
  spanOf,
  stringValue,
  textParts,
  unwrapped,
  variableParts,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const QUOTING = {
  callees: new Set(['shlex.quote', 'shlex.join', 'pipes.quote', '.quote', '.shell_quote', '.shellquote', '.shquote']),
  isHarmless: isQuotedByHand,
};
/** Names for something that is run: who hands it over hands over a command. */
const COMMAND = /cmd|command|editor|pager|browser|shell|script|exec|prog|compiler|interpreter|binary|tool/i;
/** What may stand before the first word of a command. */
const BEFORE_COMMAND = /^([\s({]|[A-Z_]+=\S*\s|(exec|sudo|nohup|env|time)\s)*$/;
const SUBPROCESS = ['run', 'call', 'check_call', 'check_output', 'Popen'].map((name) => `subprocess.${name}`);
const SHELLS = [
  'os.system',
  'os.popen',
  'subprocess.getoutput',
  'subprocess.getstatusoutput',
  'asyncio.create_subprocess_shell',
];

export default defineCheck({
  title: 'Shell command built from variables',
  on: 'python',
  sameAs: ['S602', 'S604', 'S605'],
  bullet: 'Dangerous patterns',
  severity: 'error',
  preset: 'recommended',
  why: `A shell reads \`;\`, \`|\` and \`$(…)\` in a file name or a form field as orders. A list of arguments goes to the program as it is,
    with no shell in between; where a shell is needed, \`shlex.quote\` keeps a value in its place.`,
  whenNotTo:
    'The value cannot hold anything but harmless characters, for example because it was matched against a list just before.',
  excludes: ['test', 'script'],
  places: 'calls',
  examples: [
    {
      title: 'Hand the arguments over as a list',
      bad: py`
        import os
        import subprocess

        def thumbnail(path, width):
            os.system("optipng " + path)  # <-
            subprocess.run(f"convert {path} -resize {width} thumb.png", shell=True, check=True)  # <-
      `,
      good: py`
        import subprocess

        def thumbnail(path, width):
            subprocess.run(["optipng", path], check=True)
            subprocess.run(["convert", path, "-resize", str(width), "thumb.png"], check=True)
      `,
    },
    {
      title: 'Quote what a pipeline takes in',
      bad: py`
        import asyncio
        from subprocess import getoutput

        async def count(table, day):
            command = "grep %s log | wc -l" % table
            command += " > " + day
            await asyncio.create_subprocess_shell(command)  # <-
            return getoutput("wc -l {}".format(day))  # <-
      `,
      good: py`
        import asyncio
        import shlex
        from subprocess import getoutput

        async def count(table, day):
            command = "grep %s log | wc -l" % shlex.quote(table)
            command += " > " + shlex.quote(day)
            await asyncio.create_subprocess_shell(command)
            return getoutput("wc -l {}".format(shlex.quote(day)))
      `,
    },
    {
      title: 'A command that comes whole from outside',
      bad: py`
        import subprocess
        from flask import request

        def convert():
            return subprocess.check_output(request.form["command"], shell=True)  # <-

        def show(request):
            return subprocess.getoutput("identify " + request.GET["name"])  # <-
      `,
      good: py`
        import subprocess
        from flask import request

        CONVERTERS = {"png": ["optipng", "in.png"], "jpg": ["jpegoptim", "in.jpg"]}

        def convert():
            return subprocess.check_output(CONVERTERS[request.form["kind"]])

        def show(request):
            return subprocess.check_output(["identify", "--", request.GET["name"]])
      `,
    },
  ],
  quiet: [
    // The program wrote every part of it.
    py`
      import os
      import subprocess

      PATTERN = "*.log"

      def tidy(quiet):
          os.system("cls" if os.name == "nt" else "clear")
          subprocess.run(f"ls {PATTERN} | wc -l", shell=True, check=True)
          tool = "gzip"
          if quiet:
              tool += " -q"
          os.system(tool + " *.log")
          for name in ("tmp", "cache"):
              os.system("rm -rf build/" + name)
    `,
    // Numbers, and the environment of whoever runs it.
    py`
      import os

      def open_port(port: int, name):
          os.system(f"ufw allow {port}")
          os.system(f"renice {len(name)} {os.getpid()}")
          os.system(f"{os.environ['EDITOR']} notes.txt")
          os.system("sleep %d" % int(name))
          os.system(f"sleep {name:.1f}")
    `,
    py`
      import shlex
      import subprocess

      def search(words, path):
          parts = " ".join(shlex.quote(word) for word in words)
          subprocess.run(f"grep {parts} {shlex.quote(path)} | sort", shell=True, check=True)
          subprocess.run(shlex.join(["ls", path]) + " | sort", shell=True, check=True)
    `,
    // Made to run a command: whoever calls it, or sets it up, says which.
    py`
      import os
      import shlex
      import subprocess

      def pipe_through(cmd, data):
          return subprocess.run(cmd, shell=True, input=data, check=True)

      def build(command, verbose, log):
          if verbose:
              line = "%s -v > %s" % (command, "build.log")
          else:
              line = b"( %s ) &" % command
          os.system(line)
          os.system(log.command % shlex.quote(log.path))

      class Session:
          def edit(self, editor, options):
              subprocess.check_call(f'{editor} notes.txt', shell=True)
              os.system(self.pager + " notes.txt")
              os.system("LANG=C %s --version" % self.find_tool(options))
              return os.popen(options["on_save"])
    `,
    // Nobody gets out of the quotes.
    py`
      import subprocess

      def edit(settings):
          path = settings.find_file()
          if '"' in path:
              raise ValueError(path)
          subprocess.check_call(f'vi "{path}"', shell=True)
    `,
    // Names that this program drew, its own path, and a text in quotes whose quotes were taken care of.
    py`
      import os
      import sys
      import tempfile

      def show(text):
          handle, path = tempfile.mkstemp()
          os.write(handle, text)
          os.system('less "%s"' % path)
          with tempfile.TemporaryDirectory() as folder:
              os.system("ls " + os.path.join(folder, "pages"))
          os.system(f"{sys.argv[0]} --version > version.txt")
          os.system("grep '%s' notes.txt" % text.replace("'", "'\"'\"'"))
    `,
    // No shell.
    py`
      import subprocess

      def search(word, path, shell, **options):
          subprocess.run(["grep", word, path], check=True)
          subprocess.run(f"git-{word}", shell=False, check=True)
          subprocess.run(["npm", word], shell=shell, check=True)
          subprocess.run([word], **options)
    `,
    py`
      from fabric import run, os

      def deploy(path, machine):
          run(f"ls {path}", shell=True)
          os.system(path)
          machine.system("ls " + path)
    `,
    at('scripts/release.py', 'import os\n\ndef tag(version):\n    os.system("git tag " + version)\n'),
    at('tests/test_shell.py', 'import os\n\ndef test_shell(path):\n    os.system("cat " + path)\n'),
  ],
  suspects: ({ text }) =>
    /\bshell\s*=(?!\s*(?:False|0)\b)|\b(?:system|popen|getoutput|getstatusoutput|create_subprocess_shell)(?:\s*\(|\s+as\b)/.test(
      text,
    ),
  calls: {
    ...each(SHELLS, (call, file) => findVariables(call, file)),
    ...each(SUBPROCESS, (call, file) => onSubprocess(call, file)),
  },
});

function onSubprocess(call: PyNode, file: PythonFile): Iterable<Draft> | undefined {
  const shell = literal(argument(call, 'shell'));
  return shell === true || (typeof shell === 'number' && shell !== 0) ? findVariables(call, file) : undefined;
}

function* findVariables(call: PyNode, file: PythonFile): Generator<Draft> {
  const command =
    ['command', 'cmd', 'args'].map((name) => argument(call, name)).find(Boolean) ?? argument(call, 'args', 0);
  if (!command || (hasSplat(call) && command.type === 'list_splat')) return;
  const harmless = new Set([...programsOf(command, file), ...lookedAt(command, file)].map(({ id }) => id));
  const first = variableParts(command, file, QUOTING).find(({ id }) => !harmless.has(id));
  if (!first) return;
  const value = onlyValue(command, file.root);
  // Where the whole command is given, whoever gives it was asked for one; where parts are put together, nobody was.
  const isWhole = isPart(command, first) || (value !== undefined && isPart(value, first));
  if (isWhole && !comesFromOutside(first)) return;
  yield {
    at: spanOf(call),
    message: isWhole
      ? `A shell runs whatever ${quoted(first.text)} holds, and that comes from outside; choose the command here.`
      : `A shell reads ${quoted(first.text)} as part of the command; pass a list without a shell, or use \`shlex.quote\`.`,
  };
}

function isPart(expression: PyNode, part: PyNode): boolean {
  return unwrapped(expression)?.id === part.id;
}

/** The parts of values that are put where a command has its program, if their names say that they are one. */
function programsOf(command: PyNode, file: PythonFile): readonly PyNode[] {
  const values = command.type === 'identifier' ? originOf(command).values : [];
  return [command, ...values].flatMap((value) => {
    const program = programOf(unwrapped(value));
    const made = program ? variableParts(program, file, QUOTING) : [];
    return program && [program, ...made].some(({ text }) => COMMAND.test(text)) ? made : [];
  });
}

/** What the text of a command begins with, where the source does not say it. */
function programOf(value: PyNode | undefined): PyNode | undefined {
  const [left, right] = [value?.childForFieldName('left'), value?.childForFieldName('right')];
  const isFilled = value?.childForFieldName('operator')?.text === '%';
  // A template that comes from elsewhere is a command itself.
  if (isFilled && left && !left.type.endsWith('string')) return left;
  if (isFilled && left && right && textParts(value) === undefined)
    return BEFORE_COMMAND.test(/^\w*['"]+([^%]*)/.exec(left.text)?.[1] ?? '-') ? firstOf(right) : undefined;
  const parts = textParts(value) ?? [];
  const place = parts.findIndex(({ kind }) => kind === 'put');
  const program = parts[place];
  const before = parts.slice(0, place).map((part) => (part.kind === 'said' ? part.text : ''));
  return program?.kind === 'put' && BEFORE_COMMAND.test(before.join('')) ? program.node : undefined;
}

function firstOf(given: PyNode): PyNode | undefined {
  const node = unwrapped(given);
  return node?.type === 'tuple' ? node.namedChildren[0] : node;
}

/** What stands for names that the function has searched for quotes before. */
function lookedAt(command: PyNode, file: PythonFile): readonly PyNode[] {
  const owner = enclosingFunction(command)?.text ?? '';
  const names = [...owner.matchAll(/(["'])["']\1 in (\w+)\b/g)].map(([, , name]) => name);
  if (names.length === 0) return [];
  const put = (textParts(command) ?? []).flatMap((part) => (part.kind === 'put' ? [part.node] : []));
  return put.flatMap((node) => (names.includes(node.text) ? variableParts(node, file, QUOTING) : []));
}

/** `text.replace("'", …)`: somebody has thought of the quotes. */
function isQuotedByHand(call: PyNode): boolean {
  if (call.childForFieldName('function')?.childForFieldName('attribute')?.text !== 'replace') return false;
  return /^['"]$/.test(stringValue(positionalArguments(call)[0]) ?? '');
}
