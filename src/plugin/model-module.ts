import type { ImportedModel, ImportedTarget } from './imported-model.js';

/** A target whose URL is still the path of its file, from the output folder. */
export type FiledTarget = Omit<ImportedTarget, 'url'> & { readonly path: string };

export type FiledModel = Omit<ImportedModel, 'targets'> & { readonly targets: readonly FiledTarget[] };

/**
 * The text of the module `bespoke:NAME`. The bundler's own variable for the public path makes its URLs follow whatever
 * that is: fixed, `'auto'`, made by a function, or set when the app runs.
 */
export function modelModule({ name, teacher, targets }: FiledModel): string {
  const fields = [`name: ${JSON.stringify(name)}`];
  if (teacher !== undefined) fields.push(`teacher: ${JSON.stringify(teacher)}`);
  fields.push(`targets: [\n${targets.map(targetText).join('')}]`);
  return `export default {\n${fields.join(',\n')},\n};\n`;
}

/** The text of a module whose model was not made; the compilation has the error that says why. */
export function missingModule(name: string): string {
  const text = `bespoke:${name}: this model was not made; the errors of the bundler say why`;
  return `export default (() => { throw new Error(${JSON.stringify(text)}); })();\n`;
}

function targetText({ path, name, ...others }: FiledTarget): string {
  const url = JSON.stringify(path.split('/').map(encodeURIComponent).join('/'));
  const rest = JSON.stringify(others).slice(1);
  return `{ "name": ${JSON.stringify(name)}, "url": __webpack_public_path__ + ${url}, ${rest},\n`;
}
