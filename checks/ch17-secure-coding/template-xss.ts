import {
  argument,
  at,
  originOf,
  ownAttributes,
  decoratorsOf,
  defineCheck,
  each,
  enclosingFunction,
  isKnownAs,
  ownName,
  py,
  quoted,
  rootOf,
  spanOf,
  unwrapped,
  variableParts,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const ESCAPING = {
  callees: new Set(
    'html.escape .escape .conditional_escape .escapejs .urlencode .quote .quote_plus .url_for .reverse .render .render_template .render_to_string .dumps .clean .linkify .sanitize .format_html .isoformat .strftime .static .Markup .mark_safe .markdown'.split(
      ' ',
    ),
  ),
};
const NOTHING = { callees: new Set<string>() };
const MARKUP = ['markupsafe.Markup', 'flask.Markup', 'jinja2.Markup', 'jinja2.utils.markupsafe.Markup'];
const PAGES = ['fastapi.responses.HTMLResponse', 'starlette.responses.HTMLResponse'];
const TEMPLATES = ['jinja2.Template', 'mako.template.Template', 'django.template.Template'];
const ENVIRONMENTS: ReadonlySet<string> = new Set([
  'jinja2.Environment',
  'jinja2.environment.Environment',
  'jinja2.nativetypes.NativeEnvironment',
]);
/** Parameters that callers fill with HTML, as their names say. */
const HTML = /html|body|content|markup|script|style|css|svg|rows|items|table|head|inner/i;

export default defineCheck({
  title: 'Page or template pieced together from input',
  on: 'python',
  sameAs: ['S308', 'S701', 'S704'],
  bullet: 'OWASP Top 10',
  severity: 'error',
  preset: 'recommended',
  why: `Text that is put into HTML without escaping can bring a script along, and text that becomes a template can bring expressions
    that run on the server. A fixed template with values handed to it escapes each of them.`,
  whenNotTo: 'The value was cleaned before, by code that this function does not show.',
  excludes: ['test', 'script'],
  examples: [
    {
      title: 'A fixed template, and the value as a value',
      bad: py`
        from flask import render_template_string, request
        from markupsafe import Markup

        def search():
            head = Markup(f"<b>{request.args['q']}</b>")  # <-
            return head + render_template_string("Results for " + request.args["q"])  # <-
      `,
      good: py`
        from flask import render_template_string, request
        from markupsafe import Markup

        def search():
            head = Markup("<b>{}</b>").format(request.args["q"])
            return head + render_template_string("Results for {{ q }}", q=request.args["q"])
      `,
    },
    {
      title: 'Escape what goes into a page',
      bad: py`
        from fastapi import FastAPI
        from fastapi.responses import HTMLResponse

        app = FastAPI()

        @app.get("/hello/{name}")
        async def hello(name: str):
            page = f"<h1>Hello {name}</h1>"
            return HTMLResponse(page)  # <-
      `,
      good: py`
        from html import escape
        from fastapi import FastAPI
        from fastapi.responses import HTMLResponse

        app = FastAPI()

        @app.get("/hello/{name}")
        async def hello(name: str):
            page = f"<h1>Hello {escape(name)}</h1>"
            return HTMLResponse(page)
      `,
    },
    {
      title: 'The same in Django',
      bad: py`
        from django.utils.safestring import mark_safe

        def badge(request):
            return mark_safe(f"<b>{request.GET['q']}</b>")  # <-
      `,
      good: py`
        from django.utils.html import format_html

        def badge(request):
            return format_html("<b>{}</b>", request.GET["q"])
      `,
    },
    {
      title: 'A template takes names, not text',
      bad: py`
        from jinja2 import Environment, Template

        env = Environment(autoescape=True)

        def letter(patient, greeting):
            head = Template(f"Dear {patient},").render()  # <-
            return head + env.from_string(greeting + ", {{ clinic }}").render(clinic="North")  # <-
      `,
      good: py`
        from jinja2 import Environment, Template

        env = Environment(autoescape=True)

        def letter(patient, greeting):
            head = Template("Dear {{ patient }},").render(patient=patient)
            return head + env.from_string("{{ greeting }}, {{ clinic }}").render(greeting=greeting, clinic="North")
      `,
    },
  ],
  quiet: [
    // Fixed texts, wherever they stand.
    py`
      from importlib.resources import files
      from flask import render_template_string
      from jinja2 import Template
      from markupsafe import Markup

      PAGE = files("shop").joinpath("page.html").read_text()
      ICON = "<svg/>"

      def page(cart):
          note = Markup("<p>%s</p>") % cart.note
          small = Markup(f"<i>{ICON}</i>")
          count = Markup(f"<b>{len(cart)}</b>")
          return render_template_string(PAGE, cart=cart, note=note, small=small, count=count)

      def config(path):
          return Template(path.read_text()).render()
    `,
    // Escaped, a number, or made by something else that may have escaped it.
    py`
      import markupsafe
      from html import escape
      from markupsafe import Markup
      from starlette.responses import HTMLResponse

      def row(name, price: int, link):
          cells = "".join(f"<td>{escape(cell)}</td>" for cell in name)
          total = Markup(f"<td>{price}</td><td>{markupsafe.escape(link)}</td>")
          return HTMLResponse(f"<tr>{cells}{total}{render(name)}</tr>")
    `,
    // What another function gave, and a line of blanks.
    py`
      from markupsafe import Markup

      def translate(context, text, width):
          result = context.call(text)
          blanks = " " * width
          if isinstance(width, str):
              indent = width
          else:
              indent = " " * width
          return Markup(result), Markup(blanks), Markup(indent)
    `,
    py`
      from django.utils.safestring import mark_safe

      def joined(lines, form):
          return mark_safe("\\n".join(lines)) + mark_safe(str(form.errors) + str(form))
    `,
    // A helper that frames HTML.
    py`
      from starlette.responses import HTMLResponse

      def framed(body):
          return HTMLResponse(f"<html><body>{body}</body></html>")
    `,
    // A sandbox is made for the templates of others, and other classes bear the same names.
    py`
      from string import Template
      from jinja2.sandbox import SandboxedEnvironment
      from decimal import Decimal

      env = SandboxedEnvironment()

      def letter(text, version):
          Template(f"Dear {text}").substitute()
          version.from_string(f"{text}.0")
          return env.from_string(f"Dear {text}").render()
    `,
    at('tests/test_page.py', 'from markupsafe import Markup\n\ndef test_page(name):\n    Markup(f"<b>{name}</b>")\n'),
  ],
  places: ({ text }) => ownAttributes(text, ['from_string']),
  calls: {
    ...each(['flask.render_template_string', 'quart.render_template_string'], (call, file) => onSource(call, file)),
    ...each(TEMPLATES, (call, file) => onTemplate(call, file)),
    '.from_string': (call, file) =>
      isKnownAs(call.childForFieldName('function')?.childForFieldName('object') ?? null, ENVIRONMENTS, file)
        ? onTemplate(call, file)
        : undefined,
    // Django's helpers mark what others made; only the request itself is sure to be nobody's HTML.
    'django.utils.safestring.mark_safe': (call, file) => onHtml(call, file, isRequest),
    ...each([...MARKUP, ...PAGES], (call, file) => onHtml(call, file)),
  },
});

/** A source of a template that a request could have written: input put into it, or a parameter as it is. */
function* onSource(call: PyNode, file: PythonFile): Generator<Draft> {
  const part = variableParts(argument(call, 'source', 0), file, NOTHING).find((one) => isInput(one, file));
  if (part) yield templateDraft(call, part);
}

/** Templates are read from files everywhere; only one that is pieced together is reported. */
function* onTemplate(call: PyNode, file: PythonFile): Generator<Draft> {
  const source = ['source', 'text', 'template_string'].map((name) => argument(call, name, 0)).find(Boolean);
  const part = variableParts(source, file, NOTHING).find((one) => isInput(one, file));
  if (part && part.id !== unwrapped(source)?.id && isPieced(source)) yield templateDraft(call, part);
}

function templateDraft(call: PyNode, part: PyNode): Draft {
  return {
    at: spanOf(call),
    message: `${quoted(part.text)} becomes part of the template’s code; keep the template fixed and pass it as a value.`,
  };
}

function* onHtml(call: PyNode, file: PythonFile, isGiven = isInput): Generator<Draft> {
  const html =
    ['content', 'object', 'base'].map((name) => argument(call, name)).find(Boolean) ?? argument(call, 'content', 0);
  if (!html || !isPieced(html)) return;
  const part = variableParts(html, file, ESCAPING).find((one) => isGiven(one, file) && one.id !== unwrapped(html)?.id);
  if (!part || (!isRequest(part, file) && HTML.test(ownName(part) ?? part.text))) return;
  yield {
    at: spanOf(call),
    ...(isHandler(call) || isRequest(part, file) ? {} : { severity: 'warning' as const }),
    message: `${quoted(part.text)} goes into the page as HTML; escape it with \`markupsafe.escape\`, or use a template.`,
  };
}

/** Put together here, and not a name for something that came whole. */
function isPieced(source: PyNode | undefined): boolean {
  const node = unwrapped(source);
  if (node?.type !== 'identifier') return node !== undefined;
  return originOf(node).values.some(
    (value) =>
      (/^(string|concatenated_string|binary_operator|parenthesized_expression)$/.test(value.type) &&
        value.childForFieldName('operator')?.text !== '*') ||
      /\.(format|join)$/.test(value.childForFieldName('function')?.text ?? ''),
  );
}

/** True for the request, and for what a caller of the function gives; `self` is the program's own. */
function isInput(part: PyNode, file: PythonFile): boolean {
  return isRequest(part, file) || startsAtParameter(part);
}

/** Follows names to what the function made them of. */
function startsAtParameter(part: PyNode, depth = 0): boolean {
  const root = rootOf(part);
  const name = part.descendantsOfType('identifier').find((one) => one.text === root);
  if (!name || depth > 3 || root === 'self' || root === 'cls') return false;
  const { from, values } = originOf(name);
  return from === 'caller' || values.some((value) => startsAtParameter(value, depth + 1));
}

function isRequest(part: PyNode, file: PythonFile): boolean {
  return (
    /^(flask|quart|bottle|cherrypy)\.request\b/.test(
      file.nameOf(part.descendantsOfType('identifier')[0] ?? null) ?? '',
    ) || rootOf(part) === 'request'
  );
}

function isHandler(node: PyNode): boolean {
  const owner = enclosingFunction(node);
  return (
    owner !== undefined &&
    decoratorsOf(owner).some(({ text }) => /\.(route|get|post|put|patch|delete|websocket|api_route)\(/.test(text))
  );
}
