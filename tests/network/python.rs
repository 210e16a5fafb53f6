//! Architectures as Python source.

use std::io::{Cursor, Read};

use convscope::grid::Grid;
use convscope::network::trace::trace;
use convscope::network::{Architecture, Model, Preset};

#[test]
fn the_lessons_class() {
    assert_eq!(
        Architecture::lesson().pytorch_class(),
        "\
import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2, 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2, 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        x = self.fc3(x)
        return x
"
    );
}

#[test]
fn other_layers_in_python() {
    let deeper = Preset::Deeper.architecture().pytorch_class();
    assert!(deeper.contains("self.bn4 = nn.BatchNorm2d(32)"), "{deeper}");
    assert!(deeper.contains("x = F.max_pool2d(F.relu(self.bn2(self.conv2(x))), 2, 2)"));
    assert!(deeper.contains("x = F.dropout(F.relu(self.fc1(x)), 0.5, self.training)"));
    let lenet = Preset::LeNet5.architecture().pytorch_class();
    assert!(
        lenet.contains("F.avg_pool2d(torch.tanh(self.conv1(x)), 2, 2)"),
        "{lenet}"
    );
}

#[test]
fn a_trace_for_numpy() {
    let picture = Grid::from_fn(28, 28, |row, column| ((row + column) % 5) as f32 / 4.0);
    let trace = trace(&Model::builtin(), &picture);
    let bytes = trace.to_npz().unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(archive.len(), 13);
    let mut array = Vec::new();
    archive
        .by_name("03_max_pool.npy")
        .unwrap()
        .read_to_end(&mut array)
        .unwrap();
    let length = usize::from(u16::from_le_bytes([array[8], array[9]]));
    let header = std::str::from_utf8(&array[10..10 + length]).unwrap();
    assert!(
        header.contains("'<f4'") && header.contains("(6, 14, 14)"),
        "{header}"
    );
    let data = &array[10 + length..];
    assert_eq!((10 + length) % 64, 0);
    let first = f32::from_le_bytes(data[..4].try_into().unwrap());
    assert_eq!(first, trace.stages[3].values[0]);
    assert_eq!(data.len(), 4 * 6 * 14 * 14);
}
