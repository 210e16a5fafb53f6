//! Architectures as Python source.

use convscope::network::{Architecture, Preset};

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
