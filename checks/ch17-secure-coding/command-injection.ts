import {
  argument,
  at,
  defineCheck,
  each,
  hasSplat,
  literal,
  onlyValue,
  py,
  quoted,
  spanOf,
  unwrapped,
  variableParts,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const QUOTING = {
  callees: new Set(['shlex.quote', 'shlex.join', 'pipes.quote', '.quote', '.shell_quote', '.shellquote', '.shquote']),
};
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
      title: 'A command that comes whole from elsewhere',
      bad: py`
        import subprocess

        def hook(command):
            subprocess.check_call(command, shell=True)  # <-
      `,
      good: py`
        import shlex
        import subprocess

        def hook(command):
            subprocess.check_call(shlex.split(command))
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
  const [first] = variableParts(command, file, QUOTING);
  if (!first) return;
  const value = onlyValue(command, file.root);
  // Where the whole command is given, whoever gives it may have been asked for one; where parts are put together, nobody was.
  const isWhole = isPart(command, first) || (value !== undefined && isPart(value, first));
  yield {
    at: spanOf(call),
    ...(isWhole ? { severity: 'warning' as const } : {}),
    message: isWhole
      ? `A shell runs whatever ${quoted(first.text)} holds; take a list of arguments and leave the shell out.`
      : `A shell reads ${quoted(first.text)} as part of the command; pass a list without a shell, or use \`shlex.quote\`.`,
  };
}

function isPart(expression: PyNode, part: PyNode): boolean {
  return unwrapped(expression)?.id === part.id;
}
