import { bodyOf, defineCheck, nameText, nodesIn, parametersOf, py, spanOf } from '../../src/sdk/check.ts';
import type { Draft, PyNode } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Descriptor that keeps an instance’s value on itself',
  on: 'python',
  bullet: 'Metaprogramming',
  severity: 'error',
  preset: 'recommended',
  why: `A descriptor lives in the class: there is one for all instances. What \`__set__\` stores on \`self\` is seen by every
    instance of the owner, and the last one to set it wins.`,
  whenNotTo: 'All instances are meant to share the value; a class attribute says so more plainly.',
  mentions: ['__set__'],
  suspects: ({ text }) => /\bdef\s+__set__\b/.test(text) && /\bdef\s+__get__\b/.test(text),
  places: /\bdef\s+__(?:set|get)__/g,
  examples: [
    {
      title: 'Keep the value in the instance',
      bad: py`
        class Positive:
            def __get__(self, instance, owner=None):
                return self.value

            def __set__(self, instance, value):
                if value <= 0:
                    raise ValueError("must be positive")
                self.value = value  # <-
      `,
      good: py`
        class Positive:
            def __set_name__(self, owner, name):
                self.name = name

            def __get__(self, instance, owner=None):
                return instance.__dict__[self.name]

            def __set__(self, instance, value):
                if value <= 0:
                    raise ValueError("must be positive")
                instance.__dict__[self.name] = value
      `,
    },
  ],
  quiet: [
    // One value for each instance.
    py`
      class Weight:
          def __init__(self):
              self.values = WeakKeyDictionary()

          def __get__(self, instance, owner=None):
              return self.values[instance]

          def __set__(self, instance, value):
              self.values[instance] = value
              self.values[id(instance)] = value
    `,
    // A note about the last use, which nobody reads as the value.
    py`
      class Traced:
          def __get__(self, instance, owner=None):
              return instance.__dict__[self.name]

          def __set__(self, instance, value):
              self.last_type = type(value)
              self.changed = True
              instance.__dict__[self.name] = value
    `,
    // Set on the instance under another name.
    py`
      class Field:
          def __set__(self, obj, value):
              setattr(obj, self.name, value)

          def __get__(self, obj, owner):
              return getattr(obj, self.name)
    `,
    // Not the value: what comes out of a lookup by instance.
    py`
      class Setting:
          def __get__(self, instance, owner):
              return self.store.read(instance)

          def __set__(self, instance, value):
              self.default = value
              self.store.write(instance, value)
    `,
    // It refuses instances: what is set is the class's own.
    py`
      class ClassValue:
          def __get__(self, instance, owner):
              return self.value

          def __set__(self, instance, value):
              if instance is not None:
                  raise AttributeError("read-only")
              self.value = value
    `,
    // Not a descriptor's method.
    py`
      class Box:
          def set(self, instance, value):
              self.value = value

          def get(self):
              return self.value
    `,
  ],
  nodes: { class_definition: findShared },
});

function* findShared(definition: PyNode): Iterable<Draft> {
  const setter = methodOf(definition, '__set__');
  const getter = methodOf(definition, '__get__');
  const [self, instance, value] = setter ? parametersOf(setter).map(({ name }) => name) : [];
  if (!setter || !getter || self === undefined || instance === undefined || value === undefined) return;
  if (!returnsOwn(getter) || new RegExp(`\\b${instance}\\s+is(\\s+not)?\\s+None`).test(setter.text)) return;
  for (const assignment of nodesIn(setter, ['assignment'])) {
    const target = assignment.childForFieldName('left');
    const attribute =
      target?.type === 'attribute' && target.childForFieldName('object')?.text === self
        ? target.childForFieldName('attribute')?.text
        : undefined;
    if (attribute === undefined || !uses(assignment.childForFieldName('right'), value)) continue;
    // What `__get__` gives back is what callers take for the instance's value.
    if (!returnedNames(getter).includes(attribute)) continue;
    yield {
      at: spanOf(assignment),
      message: `\`self.${attribute}\` is one value for all instances; keep it in \`${instance}.__dict__\` under the name from \`__set_name__\`.`,
    };
  }
}

function methodOf(definition: PyNode, name: string): PyNode | undefined {
  return (
    bodyOf(definition)
      .map((one) => (one.type === 'decorated_definition' ? one.childForFieldName('definition') : one))
      .find((one) => one?.type === 'function_definition' && nameText(one) === name) ?? undefined
  );
}

function uses(expression: PyNode | null, name: string): boolean {
  return expression?.descendantsOfType('identifier').some(({ text }) => text === name) === true;
}

/** A getter that looks anything up by the instance keeps the values apart. */
function returnsOwn(getter: PyNode): boolean {
  const [, instance] = parametersOf(getter).map(({ name }) => name);
  const returned = nodesIn(getter, ['return_statement']);
  return (
    instance !== undefined && !returned.some((one) => uses(one, instance) && !/^return (self|\w+)$/.test(one.text))
  );
}

/** Attributes of the descriptor that the getter returns. */
function returnedNames(getter: PyNode): readonly string[] {
  const [self] = parametersOf(getter).map(({ name }) => name);
  return nodesIn(getter, ['return_statement']).flatMap((one) =>
    one
      .descendantsOfType('attribute')
      .flatMap((part) =>
        part.childForFieldName('object')?.text === self ? (part.childForFieldName('attribute')?.text ?? []) : [],
      ),
  );
}
