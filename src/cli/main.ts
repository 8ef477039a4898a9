/** The `deepminer` command: the compute methods for the terminal and the cluster. */
import { runCommand } from './run';

void runCommand(process.argv);
