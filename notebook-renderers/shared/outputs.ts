/** What every renderer does besides drawing: one style sheet for all outputs, a root for each, and nothing left when they go. */
import { type ComponentChild, render } from 'preact';
import type { RendererApi } from 'vscode-notebook-renderer';
import { adoptStyles } from '../../webview/shared/adoptStyles';

/** An output that gets a further form, its static picture, is taken away and shown anew: within this time it is the same page, as it stood. */
const KEPT_MS = 1000;

interface Page {
  root: HTMLElement;
  text?: string;
  leaving?: ReturnType<typeof setTimeout>;
}

/** A renderer that draws each output as the page `draw` makes of its type and text. */
export function outputRenderer(styles: string, draw: (mime: string, text: string) => ComponentChild): RendererApi {
  adoptStyles(styles);
  const pages = new Map<string, Page>();
  return {
    renderOutputItem(item, element) {
      const page = pages.get(item.id) ?? { root: document.createElement('div') };
      pages.set(item.id, page);
      clearTimeout(page.leaving);
      const text = item.text();
      if (page.text !== text) render(draw(item.mime, text), page.root);
      page.text = text;
      page.root.className = 'dm-output';
      element.replaceChildren(page.root);
    },
    disposeOutputItem(gone) {
      for (const [id, page] of pages)
        if ((gone ?? id) === id) {
          clearTimeout(page.leaving);
          page.leaving = setTimeout(() => {
            render(null, page.root);
            page.root.remove();
            pages.delete(id);
          }, KEPT_MS);
        }
    },
  };
}
