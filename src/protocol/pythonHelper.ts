/** deepminer.py in a folder of the user's: what became of it. */
export interface PythonHelper {
  file: string;
  /** `changed`: another deepminer.py is there and stays, since it was not asked to be replaced. */
  state: 'added' | 'unchanged' | 'replaced' | 'changed';
}
