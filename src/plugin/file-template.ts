import { BespokeError } from '../errors.js';

export const defaultFileTemplate = '[name].[target].[contenthash][ext]';

/**
 * Refuses a template that would not name every model file apart, or that leads out of the output folder.
 * @throws BespokeError PLUGIN_OPTIONS.
 */
export function assertFileTemplate(template: unknown, where: string): asserts template is string {
  const what = mistake(template);
  if (what === undefined) return;
  throw new BespokeError({
    code: 'PLUGIN_OPTIONS',
    what,
    where,
    value: template,
    accepted:
      "a relative path with [name], [target] and [ext], such as 'models/[name].[target].[contenthash][ext]'",
  });
}

function mistake(template: unknown): string | undefined {
  if (typeof template !== 'string' || template === '') return 'not a template of file names';
  if (/^([/\\]|[A-Za-z]:)/.test(template) || template.split(/[/\\]/).includes('..'))
    return 'it leads out of the output folder';
  if (template.includes('\\')) return "folders are parted by '/'";
  for (const part of ['[name]', '[target]'])
    if (!template.includes(part)) return `without ${part} two models may get one name`;
  if (!/(\[ext\]|\.onnx)$/.test(template)) return 'it must end with [ext] or .onnx';
  const unknown = (template.match(/\[[^\]]*\]/g) ?? []).find((part) => !known.test(part));
  return unknown === undefined ? undefined : `${unknown} is not known here`;
}

const known = /^\[(name|target|ext|contenthash(:[a-z0-9]+)*)\]$/;
