const VOID = new Set(['meta', 'br', 'hr', 'img', 'input', 'link']);

/**
 * What is wrong with the tags of a page: every element but the void ones is closed, innermost first. Empty when all is
 * well.
 */
export function tagProblems(page: string): string[] {
  const problems: string[] = [];
  const open: string[] = [];
  const bare = page.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/<!doctype html>/i, '');
  for (const [tag, slash, name] of bare.matchAll(/<(\/?)([a-zA-Z][\w-]*)(?:"[^"]*"|[^">])*>/g)) {
    if (slash === '/') {
      const last = open.pop();
      if (last !== name) problems.push(`${tag} closes <${last}>`);
    } else if (!tag.endsWith('/>') && !VOID.has(name!)) open.push(name!);
  }
  return [...problems, ...open.map((name) => `<${name}> is not closed`)];
}
