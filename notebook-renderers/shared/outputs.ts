/** What every renderer does besides drawing: one style sheet for all outputs, a root for each, and nothing left when they go. */
import { type ComponentChild, render } from 'preact';
import type { RendererApi } from 'vscode-notebook-renderer';
import { adoptStyles } from '../../webview/shared/adoptStyles';

/** A renderer that draws each output as the page `draw` makes of its type and text. */
export function outputRenderer(styles: string, draw: (mime: string, text: string) => ComponentChild): RendererApi {
  adoptStyles(styles);
  const places = new Map<string, HTMLElement>();
  return {
    renderOutputItem(item, element) {
      places.set(item.id, element);
      element.classList.add('dm-output');
      render(draw(item.mime, item.text()), element);
    },
    disposeOutputItem(id) {
      for (const key of id === undefined ? [...places.keys()] : [id]) {
        const element = places.get(key);
        if (element) render(null, element);
        places.delete(key);
      }
    },
  };
}
