/** One view of the grid: its small picture, its name, its class, and how many problems it has. */
import type { CheckedView } from '../../src/protocol/dataCheck';
import { pictureAddress } from '../shared/pictureAddress';
import { ClassMark } from './classMark';

interface Props {
  view: CheckedView;
  base: string;
  reachable: boolean;
  onFocus(): void;
  onOpen(): void;
}

export function ViewTile({ view, base, reachable, onFocus, onOpen }: Props) {
  const { viewId, className, thumbnail, status, problems, findings } = view;
  const outlined = findings.length > 0 ? `, ${findings.length} finding${findings.length > 1 ? 's' : ''}` : '';
  const wrong = problems.length > 0 ? `, ${problems.length} problem${problems.length > 1 ? 's' : ''}` : '';
  return (
    <button
      type="button"
      class={`tile-button status-${status}`}
      tabIndex={reachable ? 0 : -1}
      title={view.file}
      onFocus={onFocus}
      onClick={onOpen}
    >
      <span class="tile-picture">
        {thumbnail ? (
          <img src={pictureAddress(base, thumbnail)} alt="" decoding="async" draggable={false} />
        ) : (
          <span class="no-picture">no picture</span>
        )}
        {problems.length > 0 ? (
          <span class={`badge badge-${status}`} aria-hidden="true">
            {status === 'error' ? '✕' : '!'} {problems.length}
          </span>
        ) : null}
      </span>
      <span class="tile-name">{viewId}</span>
      <ClassMark name={className} />
      <span class="heard-only">
        {outlined}
        {wrong}
      </span>
    </button>
  );
}
