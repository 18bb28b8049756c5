import type { PyNode, PythonFile } from '../../core/facts.ts';
import { keywordArguments, positionalArguments } from '../python/python-calls.ts';
import { nameText } from '../python/python-definitions.ts';
import { literal, unwrapped } from '../python/python-literals.ts';
import { enclosingFunction } from '../python/python.ts';

/** Ways in which Python programs stop checking who they talk to. */

/** What is switched off: the check of certificates, of host names, of SSH host keys, or the use of safe versions of TLS. */
export type TlsSwitch = 'certificate' | 'host-name' | 'host-key' | 'version';

const HTTP_LIBRARIES =
  /^(requests|httpx|niquests|hvac|boto3|botocore|curl_cffi|requests_toolbelt|requests_html|cloudscraper|urllib3|oauthlib|authlib|requests_oauthlib)(\.|$)/;
const AIOHTTP = /^aiohttp(\.|$)/;
const HTTP_CALLS =
  /^(get|post|put|patch|delete|head|options|request|send|stream|Client|AsyncClient|Session|client|resource|fetch_token|refresh_token|merge_environment_settings)$/;

/** Names that mean nothing else, whatever is called; true where the value that switches off is `True`. */
const KEYWORDS: Readonly<Record<string, boolean>> = {
  verify_ssl: false,
  verify_certs: false,
  ssl_verify: false,
  verify_ssl_certs: false,
  disable_ssl_certificate_validation: true,
  tlsAllowInvalidCertificates: true,
  tlsInsecure: true,
};

/** The argument of a call that switches a check off, or the call itself where it does nothing else. */
export function switchInCall(
  call: PyNode,
  file: PythonFile,
): { readonly what: TlsSwitch; readonly node: PyNode } | undefined {
  const callee = call.childForFieldName('function');
  const name = file.nameOf(callee) ?? '';
  if (name === 'ssl._create_unverified_context') return { what: 'certificate', node: call };
  const [first] = positionalArguments(call);
  if (name === 'ssl.SSLContext' && isOldProtocol(first, file)) return { what: 'version', node: call };
  const method =
    callee?.type === 'attribute' ? (callee.childForFieldName('attribute')?.text ?? '') : (callee?.text ?? '');
  if (method === 'set_missing_host_key_policy' && trustsAnyHost(first, file)) return { what: 'host-key', node: call };
  for (const [keyword, value] of keywordArguments(call)) {
    const what = switchedBy(keyword, value, { name, method, file });
    if (what) return { what, node: value.parent ?? value };
  }
  return undefined;
}

interface Called {
  /** Resolved; empty where it is not known. */
  readonly name: string;
  /** The last name as written. */
  readonly method: string;
  readonly file: PythonFile;
}

function switchedBy(keyword: string, value: PyNode, called: Called): TlsSwitch | undefined {
  const given = literal(value);
  const off = KEYWORDS[keyword];
  if (off !== undefined) return given === off ? 'certificate' : undefined;
  switch (keyword) {
    case 'verify':
      return given === false && isCallOf(called, HTTP_LIBRARIES) ? 'certificate' : undefined;
    case 'ssl':
      return given === false && isCallOf(called, AIOHTTP) ? 'certificate' : undefined;
    case 'cert_reqs':
    case 'ssl_cert_reqs':
      return asksForNone(keyword, value, called.file) ? 'certificate' : undefined;
    case 'known_hosts':
      return given === null && called.name.startsWith('asyncssh.') ? 'host-key' : undefined;
    default:
      return undefined;
  }
}

/** A call of the library itself, or of a method with a name of its own where the file uses it. */
function isCallOf({ name, method, file }: Called, library: RegExp): boolean {
  return library.test(name) || (HTTP_CALLS.test(method) && importsAny(file, library));
}

function asksForNone(keyword: string, value: PyNode, file: PythonFile): boolean {
  const given = literal(value);
  const isWord = typeof given === 'string' && /^(cert_)?none$/i.test(given);
  return isWord || isCertNone(value, file) || (keyword === 'ssl_cert_reqs' && given === null);
}

/** What an assignment switches off. */
export function switchInAssignment(assignment: PyNode, file: PythonFile): TlsSwitch | undefined {
  const left = assignment.childForFieldName('left');
  const right = unwrapped(assignment.childForFieldName('right'));
  if (!left || !right) return undefined;
  if (left.type === 'subscript') {
    const isEnvironment = file.nameOf(left.childForFieldName('value')) === 'os.environ';
    return isEnvironment ? switchInEnvironment(left, right) : undefined;
  }
  const owner = enclosingFunction(assignment);
  const object = left.childForFieldName('object')?.text ?? '';
  // A class of one's own says what its attribute is before anybody asks for it.
  const isDeclared = object === 'self' && owner !== undefined && nameText(owner) === '__init__';
  return left.type === 'attribute' && !isDeclared ? switchInAttribute(left, object, { right, file }) : undefined;
}

interface Given {
  readonly right: PyNode;
  readonly file: PythonFile;
}

function switchInAttribute(left: PyNode, object: string, { right, file }: Given): TlsSwitch | undefined {
  const isOff = literal(right) === false;
  const value = file.nameOf(right) ?? '';
  switch (left.childForFieldName('attribute')?.text) {
    case 'verify_mode':
      return isCertNone(right, file) ? 'certificate' : undefined;
    case '_create_default_https_context':
      return value === 'ssl._create_unverified_context' ? 'certificate' : undefined;
    case 'check_hostname':
      return isOff && importsAny(file, /^(ssl|urllib3)(\.|$)/) ? 'host-name' : undefined;
    case 'verify_ssl':
      return isOff ? 'certificate' : undefined;
    case 'verify':
      return isOff && /(session|client|http|requests)\w*$/i.test(object) && importsAny(file, HTTP_LIBRARIES)
        ? 'certificate'
        : undefined;
    case 'minimum_version':
      return /^ssl\.TLSVersion\.(SSLv3|TLSv1|TLSv1_1)$/.test(value) ? 'version' : undefined;
    default:
      return undefined;
  }
}

function switchInEnvironment(subscript: PyNode, right: PyNode): TlsSwitch | undefined {
  const name = literal(subscript.childForFieldName('subscript'));
  const value = literal(right);
  const isOff =
    (name === 'PYTHONHTTPSVERIFY' && value === '0') ||
    (name === 'NODE_TLS_REJECT_UNAUTHORIZED' && value === '0') ||
    (name === 'GIT_SSL_NO_VERIFY' && typeof value === 'string' && /^(1|true)$/i.test(value)) ||
    (/^(CURL|REQUESTS)_CA_BUNDLE$/.test(String(name)) && value === '');
  return isOff ? 'certificate' : undefined;
}

function isCertNone(node: PyNode, file: PythonFile): boolean {
  return /^(ssl\.(CERT_NONE|VerifyMode\.CERT_NONE))$/.test(file.nameOf(unwrapped(node) ?? node) ?? '');
}

function isOldProtocol(node: PyNode | undefined, file: PythonFile): boolean {
  return node !== undefined && /^ssl\.PROTOCOL_(SSLv2|SSLv3|TLSv1|TLSv1_1)$/.test(file.nameOf(node) ?? '');
}

function trustsAnyHost(node: PyNode | undefined, file: PythonFile): boolean {
  const policy = node?.type === 'call' ? node.childForFieldName('function') : node;
  return policy !== undefined && /^paramiko\.(client\.)?(AutoAddPolicy|WarningPolicy)$/.test(file.nameOf(policy) ?? '');
}

function importsAny({ imports }: PythonFile, modules: RegExp): boolean {
  return [...imports.values()].some((name) => modules.test(name));
}
