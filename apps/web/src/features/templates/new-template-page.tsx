import { useLocation } from 'wouter';
import { starter } from './components/starter.ts';
import { TemplateEditor } from './components/template-editor.tsx';

export function NewTemplatePage() {
  const [, go] = useLocation();
  return (
    <TemplateEditor
      id={null}
      stored={null}
      initial={starter}
      onSaved={({ id }) => go(`/templates/${id}`, { replace: true })}
    />
  );
}
