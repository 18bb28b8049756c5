import {
  at,
  defineCheck,
  enclosingClass,
  enclosingFunction,
  matchesAndAliases,
  nameText,
  positionalArguments,
  py,
  secretPlaceOf,
  spanOf,
  stringValue,
  switchInAssignment,
  switchInCall,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile, TlsSwitch } from '../../src/sdk/check.ts';

const WORDS = [
  'verify',
  'unverified',
  'CERT_NONE',
  'check_hostname',
  'PROTOCOL_',
  'TLSVersion',
  'AutoAddPolicy',
  'WarningPolicy',
  'known_hosts',
  'ssl=False',
  'cert_reqs',
  'certificate_validation',
  'tlsAllow',
  'tlsInsecure',
  'HTTPSVERIFY',
  '_CA_BUNDLE',
  'SSL_NO_VERIFY',
  'REJECT_UNAUTHORIZED',
];

const SWITCH = new RegExp(WORDS.join('|'), 'g');

export default defineCheck({
  title: 'Connection to nobody in particular',
  on: 'python',
  sameAs: ['S323', 'S501', 'S507'],
  bullet: 'Secure defaults',
  severity: 'error',
  preset: 'recommended',
  why: `Encryption without a check of the other side's certificate keeps nothing secret: whoever sits in between shows a certificate of
    their own, and reads and changes everything. A certificate of one's own authority is trusted by naming its file, not by trusting all.`,
  whenNotTo: 'The connection only looks at a certificate, or never leaves the machine.',
  excludes: ['test', 'docs'],
  examples: [
    {
      title: 'Name the authority that is to be trusted',
      bad: py`
        import requests

        def stock(url):
            return requests.get(url, verify=False, timeout=5).json()  # <-
      `,
      good: py`
        import requests

        def stock(url):
            return requests.get(url, verify="/etc/ssl/shop-ca.pem", timeout=5).json()
      `,
    },
    {
      title: 'The same in a context of one’s own',
      bad: py`
        import ssl

        def context():
            ctx = ssl.create_default_context()
            ctx.check_hostname = False
            ctx.verify_mode = ssl.CERT_NONE  # <-
            return ctx
      `,
      good: py`
        import ssl

        def context():
            return ssl.create_default_context(cafile="/etc/ssl/shop-ca.pem")
      `,
    },
    {
      title: 'Sessions, clients, and the machine that a command is sent to',
      bad: py`
        import aiohttp
        import httpx
        import paramiko

        client = httpx.AsyncClient(verify=False)  # <-
        connector = aiohttp.TCPConnector(ssl=False)  # <-
        shell = paramiko.SSHClient()
        shell.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # <-
      `,
      good: py`
        import aiohttp
        import httpx
        import paramiko

        client = httpx.AsyncClient()
        connector = aiohttp.TCPConnector()
        shell = paramiko.SSHClient()
        shell.load_host_keys("/etc/ssh/ssh_known_hosts")
      `,
    },
    {
      title: 'Under another name',
      bad: py`
        from ssl import _create_unverified_context as lax, TLSVersion as Version
        from urllib.request import urlopen

        def stock(url):
            return urlopen(url, context=lax(), timeout=5).read()  # <-

        def old(context):
            context.minimum_version = Version.TLSv1  # <-

        def count(items):
            return len(items)
      `,
      good: py`
        from ssl import create_default_context
        from urllib.request import urlopen

        def stock(url):
            return urlopen(url, context=create_default_context(), timeout=5).read()
      `,
    },
    {
      title: 'All connections of the program at once',
      bad: py`
        import os
        import ssl

        ssl._create_default_https_context = ssl._create_unverified_context  # <-
        os.environ["PYTHONHTTPSVERIFY"] = "0"  # <-
        old = ssl.SSLContext(ssl.PROTOCOL_TLSv1)  # <-
      `,
      good: py`
        import os
        import ssl

        os.environ["SSL_CERT_FILE"] = "/etc/ssl/shop-ca.pem"
        new = ssl.create_default_context()
      `,
    },
  ],
  quiet: [
    // The person who runs it chooses.
    py`
      import ssl
      import requests

      def fetch(url, insecure=False, verify=True):
          context = ssl.create_default_context()
          if insecure:
              context.check_hostname = False
              context.verify_mode = ssl.CERT_NONE
          context.verify_mode = ssl.CERT_NONE if insecure else ssl.CERT_REQUIRED
          return requests.get(url, verify=verify, timeout=5)

      def insecure_context():
          return ssl._create_unverified_context()
    `,
    // A server asks nobody for a certificate; a monitor wants to see it whatever it is.
    py`
      import ssl

      def serve():
          context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
          context.verify_mode = ssl.CERT_NONE
          return context

      def days_left(sock, host):
          context = ssl.create_default_context()
          context.check_hostname = False
          context.verify_mode = ssl.CERT_NONE
          with context.wrap_socket(sock, server_hostname=host) as tls:
              return tls.getpeercert(binary_form=True)
    `,
    // The names are compared elsewhere in the file.
    py`
      import ssl

      def wrap(sock, mode):
          context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
          context.check_hostname = False
          context.verify_mode = mode
          return context.wrap_socket(sock)

      def check(tls, host):
          if host not in names_in(tls.getpeercert(True)):
              raise ValueError(host)
    `,
    at(
      'examples/self_signed.py',
      'import requests\n\nrequests.get("https://shop.internal", verify=False, timeout=1)\n',
    ),
    // The same words for other things.
    py`
      import asyncpg
      import requests
      from shop import accounts

      def save(account, form):
          accounts.update(account, verify=False)
          form.verify = False
          if account.verify_mode == "none":
              return asyncpg.connect("postgres://localhost/shop", ssl=False)
          return requests.get("https://localhost:8443/health", verify=False, timeout=1)
    `,
    py`
      import httpx
      import ssl

      class Client:
          def __init__(self, verify=False):
              self.check_hostname = False
              self.http = httpx.Client(verify=verify)
    `,
    at(
      'tests/test_tls.py',
      py`
      import requests
      requests.get("https://shop.internal", verify=False, timeout=1)
    `,
    ),
  ],
  mentions: WORDS,
  places: ({ text }) => matchesAndAliases(text, SWITCH),
  nodes: {
    *call(node, file) {
      const found = switchInCall(node, file);
      if (found && !isLocal(node)) yield* judge(found.node, found.what, file);
    },
    *assignment(node, file) {
      const what = switchInAssignment(node, file);
      const isRepeated =
        what === 'host-name' && /verify_mode\s*=\s*(ssl\.)?(VerifyMode\.)?CERT_NONE/.test(scopeOf(node, file).text);
      if (what && !isRepeated) yield* judge(node, what, file);
    },
  },
});

const MESSAGES: Readonly<Record<TlsSwitch, string>> = {
  certificate:
    "Nobody checks who is at the other end of this connection; leave the check on, and name your own authority's file if need be.",
  'host-name': 'A certificate of any other host passes here as well; check the name too.',
  'host-key': 'Any machine can pose as the one that is meant here; load its host key and refuse others.',
  version: 'This version of TLS can be broken; use `ssl.create_default_context()`.',
};

function* judge(node: PyNode, what: TlsSwitch, file: PythonFile): Iterable<Draft> {
  // Examples talk to servers of their own.
  if (secretPlaceOf(file) === 'trial' || isChosen(node) || isAboutTheCertificate(node, file)) return;
  // Whoever takes the certificate and looks at its names does it for all sides of a connection at once.
  if (what === 'host-name' && /\bgetpeercert\(|\bmatch_hostname\(/.test(file.text)) return;
  const isWeak = what === 'host-name' || what === 'version';
  yield { at: spanOf(node), code: what, message: MESSAGES[what], ...(isWeak && { severity: 'warning' }) };
}

/** The call says where it goes, and that is this machine, or no encrypted connection. */
function isLocal(call: PyNode): boolean {
  return positionalArguments(call).some((value) =>
    /^(http:|https:\/\/(localhost|127\.|0\.0\.0\.0|\[::1\]))/.test(stringValue(value) ?? ''),
  );
}

function scopeOf(node: PyNode, file: PythonFile): PyNode {
  return enclosingFunction(node) ?? file.root;
}

const CHOICE = /verif|insecure|unsafe|ssl|tls|cert|check|trust|skip|allow|self_?signed|debug|test|local|dev/i;
const OPEN_NAME =
  /insecure|unverified|unsafe|no_?verify|noverify|without_verif|disable|self_?signed|trust_all|permissive/i;

/** A condition or a name says that somebody asked for it. */
function isChosen(node: PyNode): boolean {
  for (let outer = node.parent; outer && outer.type !== 'function_definition'; outer = outer.parent) {
    const isBranch = /^(if_statement|elif_clause|conditional_expression|match_statement|case_clause)$/.test(outer.type);
    const condition = outer.childForFieldName('condition') ?? outer.childForFieldName('subject') ?? outer;
    if (
      isBranch &&
      CHOICE.test(outer.type === 'conditional_expression' ? (outer.namedChildren[1]?.text ?? '') : condition.text)
    )
      return true;
  }
  const owners = [enclosingFunction(node), enclosingClass(node)];
  return owners.some((owner) => owner !== undefined && OPEN_NAME.test(nameText(owner)));
}

/** Servers ask their clients for none, and monitors want to see a bad one too. */
function isAboutTheCertificate(node: PyNode, file: PythonFile): boolean {
  const scope = enclosingFunction(node);
  return (
    scope !== undefined &&
    scope.id !== file.root.id &&
    /CLIENT_AUTH|PROTOCOL_TLS_SERVER|server_side\s*=\s*True|getpeercert\(\s*(True|binary_form)|get_server_certificate|fingerprint/.test(
      scope.text,
    )
  );
}
