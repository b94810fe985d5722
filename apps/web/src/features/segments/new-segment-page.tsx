import { useLocation } from 'wouter';
import { newCondition } from './components/condition-subjects.ts';
import { SegmentEditor } from './components/segment-editor.tsx';

export function NewSegmentPage() {
  const [, go] = useLocation();
  return (
    <SegmentEditor
      id={null}
      stored={null}
      initial={{ name: '', tree: { kind: 'all', of: [newCondition()] } }}
      onSaved={({ id }) => go(`/segments/${id}`)}
    />
  );
}
