/** The walkthrough as it ships: no outputs, for the project in its own folder. */
import { notebookFile } from '../kernel/ipynb';
import { WALKTHROUGH } from './walkthroughCells';

/** The text of media/walkthrough.ipynb. */
export const walkthroughFile = (): string => notebookFile(WALKTHROUGH);
