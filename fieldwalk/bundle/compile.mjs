// node compile.mjs PYODIDE_FOLDER IN.zip OUT.zip: every .py becomes a .pyc that needs no source beside it.
// Packages lose docstrings and asserts; our own rooms (fieldwalk, sync) keep both.
import fs from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const [, , pyodide, source, target] = process.argv;
const folder = path.resolve(pyodide) + path.sep;
const {loadPyodide} = await import(pathToFileURL(folder + 'pyodide.mjs'));
const python = await loadPyodide({indexURL: folder});
python.FS.writeFile('/in.zip', fs.readFileSync(source));
python.runPython(`
import importlib.util
import warnings
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc

warnings.simplefilter("ignore")
with zipfile.ZipFile("/in.zip") as sources, zipfile.ZipFile("/out.zip", "w") as results:
    for name in sources.namelist():
        content = sources.read(name)
        optimize = 0 if name.startswith(("fieldwalk/", "sync/")) else 2
        try:
            code = compile(content, name, "exec", dont_inherit=True, optimize=optimize)
        except SyntaxError:
            results.writestr(zipfile.ZipInfo(name), content)
        else:
            hashed = _code_to_hash_pyc(code, importlib.util.source_hash(content), False)
            results.writestr(zipfile.ZipInfo(name + "c"), bytes(hashed))
`);
fs.writeFileSync(target, python.FS.readFile('/out.zip'));
