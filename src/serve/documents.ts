/** The documents that the server hands out: the page, the question for a name, and a word on what to do. */
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { ServedPage } from './servedPage';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function html(title: string, head: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/standalone.css">
${head}<title>${escaped(title)}</title>
</head>
<body>
${body}
</body>
</html>
`;
}

/** The page itself; its script asks for everything else, and says the mark with each message. */
export function pageDocument({ name, title }: ServedPage, mark: string): string {
  const head = `<meta name="deepminer-${name}" content="${escaped(mark)}">\n<link rel="stylesheet" href="/page/${name}.css">\n`;
  return html(title, head, `<div id="app"></div>\n<script type="module" src="/page/${name}.js"></script>`);
}

/** Asks for the name under which the answers are kept; `problem` says what was wrong with the one given. */
export function nameDocument({ title, what, nameHint }: ServedPage, name: string, problem?: string): string {
  const wrong = problem ? `<p id="wrong" class="wrong" role="alert">${escaped(problem)}</p>\n` : '';
  const described = problem ? ' aria-invalid="true" aria-describedby="wrong"' : '';
  return html(
    'Your name',
    '',
    `<main class="short">
<h1>${escaped(title)}</h1>
<form method="post" action="/name">
<label for="name">Your name</label>
<input id="name" name="name" type="text" value="${escaped(name)}" required maxlength="200" autocomplete="name" autofocus${described}>
${wrong}<p>${escaped(nameHint)}</p>
<button type="submit">Open ${escaped(what)}</button>
</form>
<p class="notice">${escaped(RESEARCH_NOTICE)}</p>
</main>`,
  );
}

/** A page that says what happened and what to do, a paragraph each. */
export function wordsDocument(title: string, ...paragraphs: string[]): string {
  const words = paragraphs.map((text) => `<p>${escaped(text)}</p>`).join('\n');
  return html(title, '', `<main class="short">\n<h1>${escaped(title)}</h1>\n${words}\n</main>`);
}
