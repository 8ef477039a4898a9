/** A part of a page that is loaded when it is first wanted: what few outputs need does not make all of them slower to open. */
import { type ComponentChild, type ComponentType, createElement } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface Props<P> {
  load(): Promise<ComponentType<P>>;
  props: P;
}

export function Later<P>({ load, props }: Props<P>) {
  const [draw, setDraw] = useState<{ with(props: P): ComponentChild }>();
  const [failure, setFailure] = useState('');
  useEffect(() => {
    load().then(
      (Part) => setDraw({ with: (given) => createElement(Part as ComponentType<object>, given as object) }),
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
  }, []);
  if (failure) return <p role="alert">This part of the extension could not be loaded: {failure}. Open the notebook again.</p>;
  return draw ? draw.with(props) : <p class="dm-quiet">Loading …</p>;
}
