// The house's doors: host -> protocol <- compute -> rooms. A room below compute knows no VS Code, no process and no page.
const rooms = '^src/(project|images|dataset|sample|patches|pixels|network|training|evaluation|mining|concepts|annotation|explanation|faithfulness|statistics|weights|auxiliary|devices|sensitivity|units|serve|log|study)/';
/** How files of the rooms are read and written, by whoever has their text: shared with who looks at them without a disk. */
const knowsNoDisk = '^src/(log/(crc32|kind|line)|annotation/(lexicon|named|settled|standing|synonyms)|units/(measured|naming)|dataset/ddsm/keywords)\\.ts$';
module.exports = {
  forbidden: [
    { name: 'only-host-imports-vscode', severity: 'error', from: { pathNot: '^src/(host/|extension\\.ts$)' }, to: { path: '^vscode$' } },
    { name: 'protocol-imports-nothing', severity: 'error', from: { path: '^src/protocol/' }, to: { pathNot: '^src/protocol/' } },
    { name: 'host-talks-through-protocol', severity: 'error', from: { path: '^src/(host/|extension\\.ts$)', pathNot: '^src/host/(looking|web)/' }, to: { path: '^(src/(?!host/|protocol/|survey/|study/conversation)|webview/|notebook-renderers/)' } },
    { name: 'looking-shares-what-knows-no-disk', severity: 'error', from: { path: '^src/host/(looking|web)/' }, to: { path: '^(src/|webview/|notebook-renderers/)', pathNot: `^src/(host|protocol|survey)/|${knowsNoDisk}` } },
    { name: 'what-looking-shares-knows-no-disk', severity: 'error', from: { path: knowsNoDisk }, to: { dependencyTypes: ['core'] } },
    { name: 'survey-knows-protocol-alone', severity: 'error', from: { path: '^src/survey/' }, to: { pathNot: '^src/(survey|protocol)/' } },
    { name: 'study-conversation-knows-protocol-alone', severity: 'error', from: { path: '^src/study/conversation' }, to: { pathNot: '^src/protocol/' } },
    { name: 'serve-knows-its-pages-alone', severity: 'error', from: { path: '^src/serve/' }, to: { path: '^src/(?!serve/|survey/|study/conversation|annotation/|protocol/)' } },
    { name: 'host-loads-no-native-module', severity: 'error', from: { path: '^src/(host/|extension\\.ts$)' }, to: { path: 'node_modules/(onnxruntime-node|sharp)/' } },
    { name: 'rooms-know-no-edge', severity: 'error', from: { path: rooms }, to: { path: '^(src/(host|compute|cli|kernel)/|webview/|notebook-renderers/)' } },
    { name: 'rooms-know-no-process', severity: 'error', from: { path: rooms }, to: { path: '^(node:)?(child_process|cluster|worker_threads|readline)$' } },
    { name: 'pages-talk-through-protocol', severity: 'error', from: { path: '^(webview|notebook-renderers)/' }, to: { path: '^src/(?!protocol/)' } },
    { name: 'pages-import-no-node', severity: 'error', from: { path: '^(webview|notebook-renderers)/' }, to: { dependencyTypes: ['core'] } },
    { name: 'statistics-and-pixels-are-leaves', severity: 'error', from: { path: '^src/(statistics|pixels)/' }, to: { path: '^src/(?!statistics/|pixels/|protocol/)' } },
    { name: 'images-know-no-data', severity: 'error', from: { path: '^src/images/' }, to: { path: '^src/(?!images/|protocol/)' } },
    { name: 'network-knows-no-data', severity: 'error', from: { path: '^src/network/' }, to: { path: '^src/(dataset|patches|sample|mining|concepts|annotation|explanation|training|weights|auxiliary|sensitivity)/' } },
    { name: 'weights-know-networks-alone', severity: 'error', from: { path: '^src/weights/' }, to: { path: '^src/(?!weights/|network/|project/files|protocol/)' } },
    { name: 'log-knows-files-alone', severity: 'error', from: { path: '^src/log/' }, to: { path: '^src/(?!log/|project/files|protocol/)' } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js'] },
  },
};
