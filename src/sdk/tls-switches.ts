import type { PyNode, PythonFile } from '../core/facts.ts';
import { keywordArguments, positionalArguments } from './python-calls.ts';
import { nameText } from './python-definitions.ts';
import { literal, unwrapped } from './python-literals.ts';
import { enclosingFunction } from './python.ts';

/** Ways in which Python programs stop checking who they talk to. */

/** What is switched off: the check of certificates, of host names, of SSH host keys, or the use of safe versions of TLS. */
export type TlsSwitch = 'certificate' | 'host-name' | 'host-key' | 'version';

const HTTP_LIBRARIES =
  /^(requests|httpx|niquests|hvac|boto3|botocore|curl_cffi|requests_toolbelt|requests_html|cloudscraper|urllib3|oauthlib|authlib|requests_oauthlib)(\.|$)/;
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

function switchedBy(keyword: string, value: PyNode, { name, method, file }: Called): TlsSwitch | undefined {
  const given = literal(value);
  const off = KEYWORDS[keyword];
  if (off !== undefined) return given === off ? 'certificate' : undefined;
  if (keyword === 'verify') {
    const isHttp = HTTP_LIBRARIES.test(name) || (HTTP_CALLS.test(method) && importsAny(file, HTTP_LIBRARIES));
    return given === false && isHttp ? 'certificate' : undefined;
  }
  if (keyword === 'ssl') {
    const isAiohttp = name.startsWith('aiohttp.') || (HTTP_CALLS.test(method) && importsAny(file, /^aiohttp(\.|$)/));
    return given === false && isAiohttp ? 'certificate' : undefined;
  }
  if (keyword === 'cert_reqs' || keyword === 'ssl_cert_reqs') {
    const isNone =
      isCertNone(value, file) ||
      (typeof given === 'string' && /^(cert_)?none$/i.test(given)) ||
      (keyword === 'ssl_cert_reqs' && given === null);
    return isNone ? 'certificate' : undefined;
  }
  return keyword === 'known_hosts' && given === null && name.startsWith('asyncssh.') ? 'host-key' : undefined;
}

/** What an assignment switches off. */
export function switchInAssignment(assignment: PyNode, file: PythonFile): TlsSwitch | undefined {
  const left = assignment.childForFieldName('left');
  const right = unwrapped(assignment.childForFieldName('right'));
  if (!left || !right) return undefined;
  if (left.type === 'subscript')
    return file.nameOf(left.childForFieldName('value')) === 'os.environ' ? switchInEnvironment(left, right) : undefined;
  if (left.type !== 'attribute') return undefined;
  const attribute = left.childForFieldName('attribute')?.text ?? '';
  // A class of one's own says what its attribute is before anybody asks for it.
  const owner = enclosingFunction(assignment);
  if (left.childForFieldName('object')?.text === 'self' && owner && nameText(owner) === '__init__') return undefined;
  const given = literal(right);
  if (attribute === 'verify_mode' && isCertNone(right, file)) return 'certificate';
  if (attribute === '_create_default_https_context' && file.nameOf(right) === 'ssl._create_unverified_context')
    return 'certificate';
  if (attribute === 'check_hostname' && given === false && importsAny(file, /^(ssl|urllib3)(\.|$)/)) return 'host-name';
  if (attribute === 'verify_ssl' && given === false) return 'certificate';
  if (attribute === 'verify' && given === false && importsAny(file, HTTP_LIBRARIES))
    return /(session|client|http|requests)\w*$/i.test(left.childForFieldName('object')?.text ?? '')
      ? 'certificate'
      : undefined;
  return attribute === 'minimum_version' && /^ssl\.TLSVersion\.(SSLv3|TLSv1|TLSv1_1)$/.test(file.nameOf(right) ?? '')
    ? 'version'
    : undefined;
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
