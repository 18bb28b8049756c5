/** A small project with nothing to complain of, and changes to it. */
export const BASE = {
  'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.11"\n',
  'src/shop/__init__.py': '',
  'src/shop/rates.py': 'import requests\n\n\ndef rates(url):\n    return requests.get(url, timeout=5).json()\n',
};

/** Brings in one finding on which people get a comment. */
export const WITHOUT_TIMEOUT = {
  'src/shop/rates.py': `${BASE['src/shop/rates.py']}\n\ndef news(url):\n    return requests.get(url).json()\n`,
};

/** Brings in nothing to complain of. */
export const HARMLESS = { 'src/shop/prices.py': 'PRICE = 3\n' };

export const CONFIG = '.github/chapter-and-verse.yml';
