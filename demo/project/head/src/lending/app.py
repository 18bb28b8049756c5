from fastapi import FastAPI

from lending import ebooks, figures, loans


def create_app() -> FastAPI:
    app = FastAPI(title="Harbour lending")
    app.include_router(loans.router)
    app.include_router(ebooks.router)
    app.include_router(figures.router)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app
