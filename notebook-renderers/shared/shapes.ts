/** Shapes of what several outputs hold. */
import { list, object, text } from '../../webview/shared/shape';

const phenomenon = object({ description: text, association: text, terms: list(text) });

/** Experts' words for a unit. */
export const annotations = list(object({ expert: text, phenomena: list(phenomenon) }));
