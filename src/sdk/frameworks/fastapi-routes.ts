import type { PyNode, PythonFile } from '../../core/facts.ts';
import { isKnownAs } from '../python/known-types.ts';
import { keywordArguments } from '../python/python-calls.ts';
import { bodyOf, nameText, parametersOf } from '../python/python-definitions.ts';
import { stringValue } from '../python/python-literals.ts';
import { nodesIn } from '../python/python.ts';

/** Endpoints of FastAPI, and who takes the parts of their paths. */

const ROUTERS: ReadonlySet<string> = new Set([
  'fastapi.FastAPI',
  'fastapi.APIRouter',
  'fastapi.applications.FastAPI',
  'fastapi.routing.APIRouter',
]);
const ROUTES = /^(get|post|put|patch|delete|options|head|trace|api_route|websocket)$/;

/** True for a decorator that makes an endpoint: `@router.get(…)` of a router that this file makes. */
export function isFastapiRoute(decorator: PyNode, file: PythonFile): boolean {
  const callee = decorator.type === 'call' ? decorator.childForFieldName('function') : undefined;
  const router =
    callee?.type === 'attribute' && ROUTES.test(callee.childForFieldName('attribute')?.text ?? '')
      ? callee.childForFieldName('object')
      : undefined;
  return router ? isKnownAs(router, ROUTERS, file) : false;
}

/** True where dependencies of the route or of its router may take parts of the path. */
export function hasDependencies(route: PyNode, file: PythonFile): boolean {
  return keywordArguments(route).has('dependencies') || routerHasDependencies(route, file);
}

function routerHasDependencies(route: PyNode, file: PythonFile): boolean {
  const router = route.childForFieldName('function')?.childForFieldName('object')?.text;
  return nodesIn(file.root, ['assignment']).some(
    (one) =>
      one.childForFieldName('left')?.text === router &&
      /\bdependencies\b/.test(one.childForFieldName('right')?.text ?? ''),
  );
}

/** Whether a function, or one of its dependencies, may take a part of the path; yes wherever it cannot be told. */
export function takesPathPart(definition: PyNode, name: string, file: PythonFile, depth = 0): boolean {
  return parametersOf(definition).some((parameter) => {
    if (parameter.name === name || parameter.kind === 'args' || parameter.kind === 'kwargs') return true;
    return anyTakes(parameter.node, name, file, depth);
  });
}

/** Of `Annotated[Shop, Depends(open_shop)]` only the dependency counts: FastAPI does not look at the type. */
function anyTakes(node: PyNode, name: string, file: PythonFile, depth: number): boolean {
  const given = nodesIn(node, ['call']).filter((call) =>
    /^fastapi\.(param_functions\.)?(Depends|Security)$/.test(file.nameOf(call.childForFieldName('function')) ?? ''),
  );
  const dependencies = given
    .flatMap((call) => call.childForFieldName('arguments') ?? [])
    .filter(({ namedChildren }) => namedChildren.length > 0);
  const parts = (dependencies.length > 0 ? dependencies : [node]).flatMap((one) =>
    nodesIn(one, ['identifier', 'string'], { nested: true }),
  );
  return parts.some((part) => mayTake(part, name, file, depth));
}

/** Modules whose types never take parts of the path. */
const PLAIN =
  /^(fastapi|starlette|typing|typing_extensions|datetime|decimal|uuid|enum|pydantic|collections\.abc|builtins)(\.|$)/;
const READERS = /\.(Request|WebSocket|HTTPConnection)$/;
const BUILTINS = /^(str|int|float|bool|bytes|list|dict|set|tuple|object|type)$/;

function mayTake(part: PyNode, name: string, file: PythonFile, depth: number): boolean {
  if (part.type === 'string') return stringValue(part) === name;
  // Names of parameters and keywords, and what comes after a dot, stand for nothing by themselves.
  const outer = part.parent;
  if (outer?.type === 'attribute' && outer.childForFieldName('attribute')?.id === part.id) return false;
  if (
    /^(keyword_argument|typed_parameter|default_parameter|typed_default_parameter|parameters)$/.test(
      outer?.type ?? '',
    ) &&
    outer?.firstNamedChild?.id === part.id
  )
    return false;
  const target = file.nameOf(outer?.type === 'attribute' ? outer : part);
  if (target !== undefined) return READERS.test(target) || !(PLAIN.test(target) || BUILTINS.test(target));
  return depth > 5 || localMayTake(part.text, name, file, depth);
}

/** What the file itself defines: a dependency, a class, or an alias for an annotated type. */
function localMayTake(local: string, name: string, file: PythonFile, depth: number): boolean {
  const definitions = bodyOf(file.root).map((statement) =>
    statement.type === 'decorated_definition' ? (statement.childForFieldName('definition') ?? statement) : statement,
  );
  const found = definitions.find((one) => one.type.endsWith('_definition') && nameText(one) === local);
  if (found?.type === 'function_definition') return takesPathPart(found, name, file, depth + 1);
  if (found) return new RegExp(`\\b${name}\\b`).test(found.text);
  const alias = nodesIn(file.root, ['assignment', 'type_alias_statement']).find(
    (one) => one.childForFieldName('left')?.text === local,
  );
  const value = alias?.childForFieldName('right');
  if (!value) return true;
  return anyTakes(value, name, file, depth + 1);
}
