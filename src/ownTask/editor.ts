/** The code editor, loaded when somebody asks for it. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, WidgetType } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import { tags } from '@lezer/highlight';

interface Fault {
  /** Counted from 1. */
  line: number;
  sentence: string;
}

export interface Editor {
  text(): string;
  /** Replaces all of the text; undo brings the old one back. */
  replace(text: string): void;
  /** Shows a sentence under its line, until the text changes; null takes it away. */
  mark(fault: Fault | null): void;
  destroy(): void;
}

const looks = EditorView.theme({
  '&': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--edge)', borderRadius: '5px', fontSize: '13px' },
  // As long as its text: the dialog scrolls, and nothing scrolls within it.
  '.cm-scroller': { fontFamily: 'var(--mono)', minHeight: '220px' },
  '.cm-gutters': { backgroundColor: 'var(--sunk)', color: 'var(--soft)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sunk)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--gain)', outlineOffset: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--gain-fill)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--gain-fill)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--loss-fill)' },
  '.cm-line.fault': { backgroundColor: 'var(--loss-wash)', textDecoration: 'underline wavy var(--loss)' },
  '.fault-sentence': {
    backgroundColor: 'var(--loss-wash)',
    color: 'var(--loss)',
    fontFamily: 'var(--sans)',
    padding: '2px 6px 4px',
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
  },
});

/** The page's own colours, which are readable in the light and in the dark. */
const highlighting = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
  { tag: tags.keyword, color: 'var(--gain)' },
  { tag: [tags.string, tags.regexp, tags.number, tags.bool, tags.null], color: 'var(--loss)' },
  { tag: tags.definition(tags.variableName), fontWeight: '600' },
]);

class Sentence extends WidgetType {
  constructor(private readonly text: string) {
    super();
  }

  toDOM(): HTMLElement {
    const sentence = document.createElement('div');
    sentence.className = 'fault-sentence';
    sentence.textContent = this.text;
    return sentence;
  }
}

const showFault = StateEffect.define<Fault | null>();

const shownFault = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, { state, docChanged, effects }) {
    const effect = effects.find((one) => one.is(showFault));
    if (!effect) return docChanged ? Decoration.none : shown;
    if (!effect.value) return Decoration.none;
    const line = state.doc.line(Math.min(effect.value.line, state.doc.lines));
    return Decoration.set([
      Decoration.line({ class: 'fault' }).range(line.from),
      Decoration.widget({ widget: new Sentence(effect.value.sentence), block: true, side: 1 }).range(line.to),
    ]);
  },
  provide: (field) => EditorView.decorations.from(field),
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
        syntaxHighlighting(highlighting),
        shownFault,
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
      view.dispatch({ effects: showFault.of(fault) });
      if (!fault) return;
      const { from } = view.state.doc.line(Math.min(fault.line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    },
    destroy: () => view.destroy(),
  };
}
