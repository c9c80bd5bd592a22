using FaceMatch.Index.Kernels;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index;

public sealed partial class ExactIndex
{
    /// <summary>The next snapshot while its writer makes it: copies what it touches, shows nothing until it is published.</summary>
    private sealed class Draft
    {
        private readonly ExactIndex _index;
        private readonly Snapshot _current;
        private readonly List<PageView> _views;
        private readonly HashSet<int> _own = [];
        private readonly List<(Page Page, int Slot)> _retired = [];
        private readonly List<Page> _dropped = [];
        private long _count;

        public Draft(ExactIndex index)
        {
            _index = index;
            _current = index._chain.Current;
            _views = [.. _current.Pages];
            _count = _current.Count;
            index.TakeBackErased();
        }

        public Page PageAt(int index) => _views[index].Page!;

        /// <summary>A slot that no snapshot shows.</summary>
        public (Page Page, int Slot) TakeSlot()
        {
            var roomy = _index._roomy;
            while (roomy.TryPeek(out var page))
            {
                if (page.HasRoom)
                    return (page, page.Free.TryPop(out var erased) ? erased : page.Used++);
                roomy.Pop();
                page.Listed = false;
            }

            var fresh = AddPage();
            return (fresh, fresh.Used++);
        }

        public void Show(Page page, int slot)
        {
            var view = Own(page.Index);
            view.Live[slot / VectorKernel.BlockRows] |= 1UL << (slot % VectorKernel.BlockRows);
            _views[page.Index] = view with { Used = page.Used, LiveCount = view.LiveCount + 1 };
            _count++;
        }

        public void Hide(Page page, int slot)
        {
            var view = Own(page.Index);
            view.Live[slot / VectorKernel.BlockRows] &= ~(1UL << (slot % VectorKernel.BlockRows));
            _views[page.Index] = view with { LiveCount = view.LiveCount - 1 };
            _retired.Add((page, slot));
            _count--;
        }

        public void Publish()
        {
            if (_own.Count == 0)
                return;
            foreach (var index in _own)
            {
                if (_views[index] is { LiveCount: 0, Page: { } page })
                    Drop(page);
            }

            var next = new Snapshot([.. _views], _index._labels.Publish(), _current.Version + 1, _count);
            var changed = _own.Select(index => _views[index].Page).OfType<Page>().ToArray();
            _index._chain.Publish(next, _retired, _dropped);
            foreach (var page in changed)
                page.MarkUnsaved();
        }

        /// <summary>An empty page is given back rather than kept for later: its memory held faces.</summary>
        private void Drop(Page page)
        {
            page.Dropped = true;
            _dropped.Add(page);
            _views[page.Index] = default;
        }

        private PageView Own(int index)
        {
            var view = _views[index];
            return _own.Add(index) ? view with { Live = (ulong[])view.Live.Clone() } : view;
        }

        private Page AddPage()
        {
            if (!_index._holes.TryPop(out var at))
            {
                at = _views.Count;
                _views.Add(default);
            }

            var page = new Page(_index._memory, _index._layout, at, _index.NewRows(at)) { Listed = true };
            _views[at] = new PageView(page, new ulong[_index._layout.Slots / VectorKernel.BlockRows], Used: 0, LiveCount: 0);
            _index._roomy.Push(page);
            return page;
        }
    }

    private void TakeBackErased()
    {
        while (_chain.TryTakeHole(out var hole))
            _holes.Push(hole);
        while (_chain.TryTakeErased(out var erased))
        {
            var (page, slot) = erased;
            if (page.Dropped || page.Moved)
                continue;
            page.Free.Push(slot);
            if (page.Listed)
                continue;
            page.Listed = true;
            _roomy.Push(page);
        }
    }
}
