// npm run soak: a hundred cycles of open, run, close in VS Code's extension host; npm test runs ten.
import { build } from './install.mjs';

process.env.SOAK_CYCLES ??= '100';
process.argv.push('soak');
await build();
await import('../test/vscode/runIntegration.mjs');
