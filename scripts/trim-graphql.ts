import { Kind, parse, print, visit } from 'graphql';
import type { DefinitionNode, DocumentNode, TypeNode } from 'graphql';

/** Parts of a definition that say nothing of what is valid. */
const prose = new Set(['description', 'directives', 'loc']);

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** Names of the types that a definition's fields and arguments lead to. */
function typesOf(definition: DefinitionNode): readonly string[] {
  const found: string[] = [];
  visit(definition, {
    FieldDefinition(node) {
      found.push(namedType(node.type));
    },
    InputValueDefinition(node) {
      found.push(namedType(node.type));
    },
  });
  return found;
}

/** Keeps only the chosen fields of an object or interface, and only the interfaces that are served. */
function reduce(
  definition: DefinitionNode,
  fields: Readonly<Record<string, readonly string[]>>,
): DefinitionNode | undefined {
  if (definition.kind === Kind.SCALAR_TYPE_DEFINITION || definition.kind === Kind.ENUM_TYPE_DEFINITION)
    return definition;
  if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) return definition;
  if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
    return { ...definition, types: (definition.types ?? []).filter((type) => type.name.value in fields) };
  }
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
    return undefined;
  const wanted = fields[definition.name.value];
  if (wanted === undefined) return undefined;
  const kept = (definition.fields ?? []).filter((field) => wanted.includes(field.name.value));
  const missing = wanted.filter((name) => !kept.some((field) => field.name.value === name));
  if (missing.length > 0) throw new Error(`Not in GitHub's schema: ${definition.name.value}.${missing.join(', ')}`);
  return {
    ...definition,
    fields: kept,
    interfaces: (definition.interfaces ?? []).filter((type) => type.name.value in fields),
  };
}

/** The types of a GraphQL schema that the chosen fields lead to, without descriptions. */
export function trimGraphql(sdl: string, fields: Readonly<Record<string, readonly string[]>>): string {
  const byName = new Map<string, DefinitionNode>();
  for (const definition of parse(sdl).definitions) {
    if (!('name' in definition) || definition.name === undefined) continue;
    const reduced = reduce(definition, fields);
    if (reduced !== undefined) byName.set(definition.name.value, reduced);
  }
  const reached = new Set<string>();
  const waiting = Object.keys(fields);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const definition = byName.get(name);
    if (definition === undefined || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...typesOf(definition));
  }
  const definitions = [...reached].sort().flatMap((name) => byName.get(name) ?? []);
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions };
  const plain = visit(document, {
    enter(node) {
      const plainNode: object = Object.fromEntries(Object.entries(node).filter(([key]) => !prose.has(key)));
      return plainNode;
    },
  });
  return `${print(plain)}\n`;
}
