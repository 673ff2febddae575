/** The code editor, loaded when somebody asks for it. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, defaultHighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';

export interface Editor {
  text(): string;
  /** Replaces all of the text; undo brings the old one back. */
  replace(text: string): void;
  /** Shows a sentence at a line, counted from 1; null takes it away. */
  mark(fault: { line: number; sentence: string } | null): void;
  destroy(): void;
}

const looks = EditorView.theme({
  '&': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--edge)', borderRadius: '5px', fontSize: '13px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', maxHeight: '46vh', minHeight: '220px' },
  '.cm-gutters': { backgroundColor: 'var(--sunk)', color: 'var(--soft)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sunk)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--gain)', outlineOffset: '2px' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--loss)' },
  '.cm-tooltip': { backgroundColor: 'var(--card)', color: 'var(--ink)', border: '1px solid var(--edge)' },
});

/**
 * Puts an editor into an element. Tab leaves it, as it leaves any field: a keyboard must not be caught.
 * @param label what a screen reader calls it
 * @param changed called after every change of the text
 */
export function createEditor(parent: HTMLElement, text: string, label: string, changed: () => void): Editor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        javascript(),
        syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, lang: '' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed();
        }),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        looks,
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    replace: (fresh) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: fresh } }),
    mark(fault) {
      const { doc } = view.state;
      const line = fault && doc.line(Math.min(fault.line, doc.lines));
      const marks = fault && line ? [{ from: line.from, to: line.to, severity: 'error' as const, message: fault.sentence }] : [];
      view.dispatch(setDiagnostics(view.state, marks));
      if (line) view.dispatch({ selection: { anchor: line.from }, scrollIntoView: true });
    },
    destroy: () => view.destroy(),
  };
}
