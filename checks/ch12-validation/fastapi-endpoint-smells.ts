import {
  argument,
  decoratorsOf,
  defineCheck,
  hasDependencies,
  isFastapiRoute,
  keywordArguments,
  knownTypes,
  parametersOf,
  py,
  spanOf,
  stringValue,
  takesPathPart,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'FastAPI path parameter that the endpoint does not take',
  on: 'python',
  sameAs: ['FAST001', 'FAST002', 'FAST003'],
  bullet: 'Integration',
  severity: 'warning',
  preset: 'recommended',
  why: `FastAPI hands a part of the path to the parameter of the same name. Where there is none, every value in that place answers alike,
    and a name that is spelt differently becomes a query parameter that callers do not send.`,
  whenNotTo: 'The part is there for readable addresses only.',
  options: {
    style: {
      type: 'boolean',
      default: false,
      about:
        'Also report a `response_model` that repeats the return type, and `Depends()` and its like as defaults instead of in `Annotated`.',
    },
  },
  examples: [
    {
      title: 'Take what the path gives',
      bad: py`
        from fastapi import APIRouter

        router = APIRouter(prefix="/clinics/{clinic}")

        @router.get("/patients/{number}")  # <-
        async def patient(patient_number: int, full: bool = False):
            return await find(patient_number, full)
      `,
      good: py`
        from fastapi import APIRouter

        router = APIRouter(prefix="/clinics/{clinic}")

        @router.get("/patients/{number}")
        async def patient(number: int, full: bool = False):
            return await find(number, full)
      `,
    },
    {
      title: 'Dependencies take parts of the path too',
      bad: py`
        from typing import Annotated
        from fastapi import Depends, FastAPI

        app = FastAPI()

        def open_shop(region: str):
            return SHOPS[region]

        ShopDep = Annotated[Shop, Depends(open_shop)]

        @app.post("/{region}/{shop_id:int}/orders")  # <-
        async def order(shop: ShopDep, count: int = 1):
            return shop.order(count)
      `,
      good: py`
        from typing import Annotated
        from fastapi import Depends, FastAPI

        app = FastAPI()

        def open_shop(region: str, shop_id: int):
            return SHOPS[region, shop_id]

        ShopDep = Annotated[Shop, Depends(open_shop)]

        @app.post("/{region}/{shop_id:int}/orders")
        async def order(shop: ShopDep, count: int = 1):
            return shop.order(count)
      `,
    },
  ],
  quiet: [
    // Somebody else takes it.
    py`
      from typing import Annotated
      from fastapi import Depends, FastAPI, Path, Request
      from clinic.wards import WardDep, find_ward, Place

      app = FastAPI()

      class Bed:
          def __init__(self, number: int):
              self.number = number

      def find_bed(number: int):
          return BEDS[number]

      def find_patient(bed=Depends(find_bed)):
          return bed.patient

      @app.get("/wards/{number}")
      async def a(request: Request):
          return request.path_params["number"]

      @app.get("/wards/{number}")
      async def b(ward: WardDep): ...

      @app.get("/wards/{number}")
      async def c(ward=Depends(find_ward)): ...

      @app.get("/wards/{number}")
      async def d(patient=Depends(find_patient)): ...

      @app.get("/wards/{number}")
      async def e(ward: Annotated[int, Path(alias="number")]): ...

      @app.get("/wards/{number}")
      async def f(place: Annotated[Place, Path()]): ...

      @app.get("/wards/{number}")
      async def g(bed: Bed = Depends()): ...

      @app.get("/wards/{number}", dependencies=[Depends(find_ward)])
      async def h(): ...

      @app.get("/wards/{number}")
      async def i(**values): ...

      @app.get("/wards/{number}")
      @with_ward
      async def j(full: bool = False): ...
    `,
    // One page for all paths, and paths that are not known here.
    py`
      from fastapi import APIRouter, FastAPI
      from clinic.paths import WARD

      app = FastAPI()
      router = APIRouter(dependencies=[CHECK])

      @app.get("/{rest:path}")
      async def page():
          return INDEX

      @app.get(f"/wards/{WARD}")
      async def ward(): ...

      @app.get("/wards/" + WARD)
      async def other(): ...

      @app.get("/wards/{number}/{{literal}}")
      async def third(number: int): ...

      @router.get("/wards/{number}")
      async def fourth(): ...
    `,
    py`
      from aiohttp import web
      from litestar import get

      routes = web.RouteTableDef()

      @routes.get("/wards/{number}")
      async def ward(request):
          return request.match_info["number"]

      @get("/wards/{number}")
      async def other(state): ...
    `,
  ],
  mentions: ['fastapi'],
  nodes: {
    *function_definition(node, file) {
      const decorators = decoratorsOf(node);
      const routes = decorators.filter((decorator) => isFastapiRoute(decorator, file));
      if (routes.length === 0) return;
      if (file.options.style) yield* styleOf(node, routes, file);
      if (routes.length < decorators.length) return;
      for (const route of routes) yield* missingParameters(route, node, file);
    },
  },
});

function* missingParameters(route: PyNode, definition: PyNode, file: PythonFile): Generator<Draft> {
  const path = argument(route, 'path', 0);
  const text = stringValue(path);
  if (!path || text === undefined || hasDependencies(route, file)) return;
  // `{rest:path}` takes any address, which is often all that is wanted.
  const names = [...text.matchAll(/(?<!\{)\{([A-Za-z_]\w*)(:\w+)?\}(?!\})/g)]
    .filter((found) => found[2] !== ':path')
    .map((found) => found[1] ?? '');
  for (const name of names) {
    if (takesPathPart(definition, name, file)) continue;
    const shown = name.length > 40 ? 'this part of the path' : `\`{${name}}\``;
    yield {
      at: spanOf(path),
      key: `${text} ${name}`,
      message: `No parameter takes ${shown}, so every value answers alike; add it to the signature.`,
    };
  }
}

const SOURCES = /^fastapi\.(?:param_functions\.)?(Depends|Path|Query|Header|Body|Cookie|File|Form|Security)$/;

function* styleOf(definition: PyNode, routes: readonly PyNode[], file: PythonFile): Generator<Draft> {
  const returned = definition.childForFieldName('return_type')?.text;
  for (const route of routes) {
    const model = keywordArguments(route).get('response_model');
    if (model?.parent && returned === model.text)
      yield {
        at: spanOf(model.parent),
        message: 'The return type says this already; `response_model` can go.',
        severity: 'notice',
      };
  }
  for (const { node, default: value } of parametersOf(definition)) {
    const [source] = value?.type === 'call' ? (knownTypes(value, file) ?? []) : [];
    if (source !== undefined && SOURCES.test(source))
      yield {
        at: spanOf(node),
        message: 'In `Annotated` it belongs to the type, and the parameter keeps a default of its own.',
        severity: 'notice',
      };
  }
}
